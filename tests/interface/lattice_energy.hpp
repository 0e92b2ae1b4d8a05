#pragma once

#include <vector>

#include "interface/case.hpp"
#include "lattice/slab.hpp"

/// The energy of design §3, written for atoms and site by site, as an independent check.
namespace lacuna::test {

/// The metal with bonds that are what an entropy of vacancies leaves of them at a temperature [K],
/// e (1 - kT S / E_f).
inline interface::Metal warm(interface::Metal m, double temperature) {
  if (m.vacancy_entropy == 0) return m;
  constexpr double kB = 1.380649e-23 / 1.602176634e-19;  // [eV/K]
  const double lost = kB * temperature * m.vacancy_entropy / (4 * m.bond_nn1 + 3 * m.bond_nn2);
  m.bond_nn1 -= lost * m.bond_nn1;
  m.bond_nn2 -= lost * m.bond_nn2;
  return m;
}

/// [eV] E_seg of the class of a site of layer 0.
inline double segregation_at(const interface::Ceramic& ceramic, const lattice::Slab& slab,
                             const lattice::Cell& site) {
  if (ceramic.class_of_site.empty()) return ceramic.segregation;
  const std::size_t place =
      static_cast<std::size_t>(site.j) * static_cast<std::size_t>(slab.columns()) +
      static_cast<std::size_t>(site.i);
  const std::size_t site_class = ceramic.class_of_site.at(place);
  return site_class == 0 ? ceramic.segregation
                         : ceramic.more_classes.at(site_class - 1).segregation;
}

/// H [eV] of the atoms of a slab less that of the full slab, plus E_f for each vacancy (the atom
/// that left sits in perfect metal): -e1 and -e2 for each pair of 1NN and 2NN atoms, -phi for each
/// atom of layer 0. Beyond the far side the metal is full; below, the ceramic replaces the bonds of
/// all layers but the first.
inline double lattice_energy(const interface::Metal& m, const interface::Ceramic& ceramic,
                             const lattice::Slab& slab,
                             const std::vector<lattice::Cell>& vacancies) {
  std::vector<char> vacant(slab.storage(), 0);
  for (const lattice::Cell& c : vacancies) vacant[slab.site(c).value] = 1;
  const bool open = slab.boundary() == lattice::Boundary::open;
  int missing1 = 0, missing2 = 0;
  for (std::size_t d = 0; d < lattice::neighbour_count; ++d)
    if (slab.steps()[d].k < 0) ++(d < 8 ? missing1 : missing2);
  const double all_bonds = missing1 * m.bond_nn1 + missing2 * m.bond_nn2;
  double energy = 0.0;  // of what the vacancies took away
  for (const lattice::Cell& c : vacancies) {
    if (open && c.k == 0) energy += all_bonds - segregation_at(ceramic, slab, c);
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      const double bond = d < lattice::nn1_count ? m.bond_nn1 : m.bond_nn2;
      const lattice::Cell other = slab.neighbour(c, d);
      if (open && other.k < 0) {
        if (c.k > 0) energy += bond;
      } else if (open && other.k >= slab.layers()) {
        energy += bond;
      } else {
        energy += vacant[slab.site(other).value] ? bond / 2 : bond;  // a bond between two vacancies
                                                                     // is lost once
      }
    }
    energy -= 4 * m.bond_nn1 + 3 * m.bond_nn2;
  }
  return energy;
}

}  // namespace lacuna::test
