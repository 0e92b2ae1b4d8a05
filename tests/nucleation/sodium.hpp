#pragma once

#include "nucleation/conditions.hpp"

namespace lacuna::test {

/// ε1 = ε2 = 0.06 eV at 300 K, the metal of shared/cell.md.
inline nucleation::Conditions bulk(lattice::Normal normal = lattice::Normal::n110) {
  return {normal, nucleation::Region::bulk, 0.06, 0.06, 0.0, 300.0};
}
/// `segregation` [eV].
inline nucleation::Conditions wall(double segregation,
                                   lattice::Normal normal = lattice::Normal::n110) {
  return {normal, nucleation::Region::wall, 0.06, 0.06, segregation, 300.0};
}

inline constexpr lattice::Normal normals[] = {lattice::Normal::n110, lattice::Normal::n100,
                                              lattice::Normal::n111};

}  // namespace lacuna::test
