#pragma once

#include <cstdint>

#include "core/constants.hpp"
#include "lattice/slab.hpp"

namespace lacuna::nucleation {

/// Where voids sit: anywhere in the metal, or with a vacancy in layer 0, the first at the ceramic.
enum class Region : std::uint8_t { bulk, wall };

/// All that the equilibrium of voids depends on.
struct Conditions {
  lattice::Normal normal = lattice::Normal::n110;
  Region region = Region::bulk;
  double bond_nn1 = 0.0, bond_nn2 = 0.0;  ///< ε1, ε2 [eV] gained by a pair of vacancies
  double segregation = 0.0;    ///< E_seg [eV] that a vacancy gains in layer 0; none in the bulk
  double temperature = 300.0;  ///< [K]

  /// kT [eV].
  [[nodiscard]] double thermal_energy() const { return constants::boltzmann * temperature; }
  /// ε1/kT, ε2/kT.
  [[nodiscard]] double nn1_gain() const { return bond_nn1 / thermal_energy(); }
  [[nodiscard]] double nn2_gain() const { return bond_nn2 / thermal_energy(); }
  /// What a vacancy in layer 0 gains, in kT; 0 in the bulk.
  [[nodiscard]] double wall_gain() const {
    return region == Region::wall ? segregation / thermal_energy() : 0.0;
  }
  /// E_f/kT = (4 ε1 + 3 ε2)/kT; metal and void coexist at the fugacity exp(-E_f/kT).
  [[nodiscard]] double formation() const { return 4 * nn1_gain() + 3 * nn2_gain(); }
};

/// A slab whose neighbour vectors and areas are those of the normal, in lattice constants.
[[nodiscard]] inline lattice::Slab unit_slab(lattice::Normal normal) {
  return {normal, 1.0, {4, 4}, 4};
}

}  // namespace lacuna::nucleation
