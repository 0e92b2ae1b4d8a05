#include "cell/cell.hpp"

#include <cmath>

#include "cell/births.hpp"
#include "cell/boundary.hpp"
#include "cell/losses.hpp"
#include "cell/without_bonds.hpp"
#include "core/error.hpp"

namespace lacuna::cell {

Outcome predict(const interface::Case& c, const Design& design, const Sources* sources) {
  validate(design);
  if (!interface::has_bonds(c.metal)) return predict_without_bonds(c, design);
  const Boundary boundary(c, design);
  const Imposed imposed(design.protocol);
  Outcome outcome;
  outcome.equilibrium_fugacity = boundary.equilibrium;
  outcome.far_fugacity = boundary.far;
  outcome.layers = boundary.layers;
  outcome.relaxation = boundary.relaxation;
  for (const double share : loss_shares(design)) outcome.losses.push_back({share, std::nullopt});
  const double highest = boundary.fugacity(imposed.highest());
  const Births births(*sources, boundary, std::min(highest, 1.0));
  double count = 0.0;
  std::size_t next = 0;
  for (const Imposed::Stretch& stretch : imposed.stretches()) {
    constexpr int panels = 4000;
    const double dt = (stretch.to - stretch.from) / panels;
    for (int n = 0; n < panels; ++n) {
      const double time = stretch.from + dt * (n + 0.5);
      const double rate = design.area * births(boundary.fugacity(stretch.at(time))).total();
      while (next < first_void_shares.size()) {
        const double wanted = -std::log1p(-first_void_shares[next]);
        if (count + rate * dt < wanted) break;
        outcome.first_void[next] =
            imposed.moment(stretch, stretch.from + dt * n + (wanted - count) / rate);
        ++next;
      }
      count += rate * dt;
    }
  }
  return outcome;
}

}  // namespace lacuna::cell
