#pragma once

#include <cmath>

#include "cell/sources.hpp"
#include "interface/patch.hpp"
#include "nucleation/equilibrium_shape.hpp"

namespace lacuna::test {

/// ε1 = ε2 = 0.06 eV at 300 K; the barrier of injection is that of the trials for either E_seg
/// [eV].
inline interface::Case sodium(double segregation, double temperature = 300) {
  interface::Case c;
  c.temperature = temperature;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
  c.ceramic.segregation = segregation;
  c.ceramic.injection.barrier = segregation > 0.06 ? 0.14 : segregation > 0 ? 0.10 : 0.053;
  return c;
}

/// Derivatives of A by ε1/kT, ε2/kT and E_seg/kT.
inline nucleation::BondNumbers slopes_of_surface(const nucleation::Conditions& at) {
  const auto A = [](const nucleation::Conditions& there) {
    return nucleation::EquilibriumShape(there).surface_coefficient();
  };
  const auto slope = [&](double nucleation::Conditions::*energy) {
    constexpr double step = 1e-3;  // [eV]
    nucleation::Conditions above = at, below = at;
    above.*energy += step;
    below.*energy -= step;
    return (A(above) - A(below)) / (2 * step) * at.thermal_energy();
  };
  using nucleation::Conditions;
  return {slope(&Conditions::bond_nn1), slope(&Conditions::bond_nn2),
          at.region == nucleation::Region::wall ? slope(&Conditions::segregation) : 0.0};
}

/// Voids by a law close to what is counted in sodium: A of the equilibrium shape, B and C given;
/// vacancies join at c n^{1/3} + d; the law holds at other energies near by too.
inline cell::Source lawful(const interface::Case& c, nucleation::Region region, int largest = 120) {
  const nucleation::Conditions at = cell::counting(c, region).at;
  nucleation::VoidCounts counts;
  const double A = nucleation::EquilibriumShape(at).surface_coefficient();
  const nucleation::BondNumbers slopes = slopes_of_surface(at);
  for (int n = 1; n <= largest; ++n) {
    const double edge = std::cbrt(n), surface = A * edge * edge + 2.0 * edge - A - 2.0;
    counts.ln_partition.push_back({at.formation() * (n - 1) - surface + at.wall_gain(), 0.02});
    counts.attachment.push_back({c.clock_factor * 1e13 * (7 + edge), 1e12});
    counts.arrivals.push_back({1 / edge, 0.7 * (edge - 1)});
    const double shell = edge * edge - 1, at_wall = at.region == nucleation::Region::wall ? 1 : 0;
    counts.bonds.push_back(
        {.mean = {4.0 * (n - 1) - slopes[0] * shell, 3.0 * (n - 1) - slopes[1] * shell,
                  at_wall - slopes[2] * shell}});
  }
  return {at, counts, nucleation::Voids(at, counts)};
}
inline cell::Sources lawful_sources(const interface::Case& c, int largest = 120) {
  cell::Sources sources{lawful(c, nucleation::Region::wall, largest),
                        lawful(c, nucleation::Region::bulk, largest)};
  const auto classes = interface::alike_sites(c);
  for (std::size_t n = 1; n < classes.size(); ++n)
    sources.patches.push_back(
        {lawful(classes[n].values, nucleation::Region::wall, largest), classes[n].share});
  return sources;
}

}  // namespace lacuna::test
