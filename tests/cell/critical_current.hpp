#pragma once

#include <cmath>

#include "cell/births.hpp"
#include "cell/boundary.hpp"

namespace lacuna::test {

/// Current [1/(A^2 s)] at which one void is born in so many seconds, J A t = 1, by the wall alone
/// or by the metal alone; between a fifth and five times of `near`.
inline double critical_density(const interface::Case& c, const cell::Sources& sources,
                               const cell::Design& design, nucleation::Region region, double time,
                               double near) {
  const cell::Boundary b(c, design);
  const cell::Births births(sources, b, b.fugacity(10 * near));
  double low = near / 5, high = near * 5;
  for (int n = 0; n < 50; ++n) {
    const double middle = std::sqrt(low * high), z = b.fugacity(middle);
    const cell::Births::Density density = births(z, z - b.far);
    const double counted = region == nucleation::Region::wall ? density.wall : density.bulk;
    (counted * design.area * time > 1 ? high : low) = middle;
  }
  return high;
}

}  // namespace lacuna::test
