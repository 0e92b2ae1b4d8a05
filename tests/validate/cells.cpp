// Cells: the table of currents that voids are born at, and limits of the equations around it.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "cell/cell.hpp"
#include "cell/coverage.hpp"
#include "cell/growth.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "tests/cell/critical_current.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/validate/names.hpp"
#include "tests/validate/row.hpp"

namespace lacuna::validate {
namespace {

using interface::Case;
using nucleation::Region;

constexpr double hour_of_births = 3600;  // [s]

cell::Design into_sink(double thickness = 2e6) {
  cell::Design design;
  design.thickness = thickness;
  design.far_end = cell::FarEnd::sink;
  return design;
}

// Voids of one region counted; nothing is asked of the other.
cell::Sources counted_in(const Case& c, Region region, const nucleation::Effort& effort) {
  const auto source = [&](Region here) {
    if (here != region) return test::lawful(c, here);
    const cell::Counting asked = cell::counting(c, here);
    return cell::source(c, here, nucleation::count_voids(asked.at, asked.hops, effort));
  };
  return {source(Region::wall), source(Region::bulk)};
}

// Of J A t = 1, over the current of the trials.
Measure current_of_births(double segregation, double expected) {
  return [=](std::uint64_t seed, auto) {
    const Case c = test::sodium(segregation);
    const Region region = segregation > 0 ? Region::wall : Region::bulk;
    const double density =
        test::critical_density(c, counted_in(c, region, {80, 20'000'000, seed}), into_sink(),
                               region, hour_of_births, expected * constants::mA_per_cm2);
    return std::vector{density / constants::mA_per_cm2 / expected};
  };
}

// Hops of a lone vacancy in one direction: in the metal, and out of the wall's layer.
struct Hops {
  double bulk, back;
};
Hops hops_of(const Case& c) {
  const double kT = constants::boltzmann * c.temperature;
  return {1e13 * std::exp(-0.053 / kT),
          1e13 * std::exp(-(c.ceramic.injection.barrier - c.ceramic.segregation) / kT)};
}

// (z0 − z_far)/r of a cell by (M + k_b/k_ret)/(2 k_b), (110).
double field_over_theory() {
  const Case c = test::sodium(0.087);
  const cell::Design design = into_sink();
  const double a = c.metal.lattice_constant, site = a * a / std::sqrt(2.0);
  const double layers = design.thickness / (a / std::sqrt(2.0));
  const auto [bulk, back] = hops_of(c);
  return cell::Boundary(c, design).per_density / (site * (layers + bulk / back) / (2 * bulk));
}

// j (L + L*) in thin metal over that in thick metal, of births at the wall.
double births_by_thickness() {
  const Case c = test::sodium(0.087);
  const cell::Sources sources = test::lawful_sources(c);
  const auto hops = hops_of(c);
  const auto constant = [&](double thickness) {
    const double layers = thickness / (c.metal.lattice_constant / std::sqrt(2.0));
    const double density =
        test::critical_density(c, sources, into_sink(thickness), Region::wall, hour_of_births,
                               2e6 / thickness * constants::mA_per_cm2);
    return density * (layers + hops.bulk / hops.back);
  };
  return constant(1e5) / constant(2e6);
}

// ln of the fugacity at which a void of n is in balance, less that by the derivative of
// A n^{2/3} + B n^{1/3}, in units of the second term, Gibbs and Thomson's.
double balance_off(double n) {
  const Case c = test::sodium(0.087);
  const cell::Source wall = test::lawful(c, Region::wall);
  const cell::Growth growth(c, wall);
  const double A = nucleation::EquilibriumShape(wall.at).surface_coefficient();
  const double edge = std::cbrt(n + 0.5), curved = (2 * A / edge + 2 / (edge * edge)) / 3;
  const double kT = constants::boltzmann * c.temperature;
  return (std::log(growth.threshold(std::pow(n, 2.0 / 3))) + 0.42 / kT) / curved - 1;
}

// Vacancies of the metal's own under a pressure, over exp(−P Ω/kT) of those without.
double own_under_pressure() {
  const Case c = test::sodium(0.087);
  cell::Design design;
  const double free = cell::Boundary(c, design).equilibrium;
  design.pressure = 1000 * constants::MPa;
  const double volume = std::pow(c.metal.lattice_constant, 3) / 2;
  return cell::Boundary(c, design).equilibrium / free *
         std::exp(design.pressure * volume / (constants::boltzmann * c.temperature));
}

// Contact that is lost without bonds, stripes of the wall of another ceramic, over the mean of
// what Fick's law and the odds exp(E_seg/kT) give either part.
double lost_over_parts() {
  Case c = test::sodium(0.087);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  const double length = slab_of(c.metal).box()[0] / 2;
  const double there = 0.15;
  c.ceramic.patches = {{{there, {0.16, 1e13}, 2.0}, interface::Stripes{0.3 * length, length}}};
  const double share = interface::class_shares(c.ceramic.patches, slab_of(c.metal))[1];
  const double kT = constants::boltzmann * c.temperature, density = 10 * constants::mA_per_cm2;
  const Case thick = cell::in_thick_metal(c, into_sink());
  const double flux = density * interface::site_area(c.metal);
  const double gas = flux * interface::total_layers(thick) / (2 * hops_of(c).bulk);
  const auto lost = [&](double segregation) {
    const double odds = gas * std::exp(segregation / kT);
    return odds / (1 + odds);
  };
  return cell::Coverage(thick).at(density) /
         ((1 - share) * lost(c.ceramic.segregation) + share * lost(there));
}

// (z0 − z_far)/r of a cell with dislocations, 1e9 per cm², over that of the length tanh(kL)/k.
double field_beside_dislocations() {
  const Case c = test::sodium(0.087);
  cell::Design design = into_sink();
  design.sinks = cell::InnerSinks{.dislocations = 1e9 / constants::cm2, .core = 4.0};
  const double a = c.metal.lattice_constant, site = a * a / std::sqrt(2.0);
  const double around = std::sqrt(constants::cm2 / (std::numbers::pi * 1e9));
  const double k = std::sqrt(2 / (std::log(around / 4.0) - 0.75)) / around;
  const double layers = std::tanh(k * design.thickness) / k / (a / std::sqrt(2.0));
  const auto [bulk, back] = hops_of(c);
  return cell::Boundary(c, design).per_density / (site * (layers + bulk / back) / (2 * bulk));
}

// Voids expected in the cell, ∫ J A dt by the sum over sizes itself, when half of such cells have
// had their first, on a ramp. A wall that holds metal badly, so that births in the metal are none.
double expected_at_median() {
  const Case c = test::sodium(0.12);
  const cell::Sources sources = test::lawful_sources(c);
  cell::Design design = into_sink();
  const double rate = 1 * constants::mA_per_cm2 / hour_of_births;
  design.protocol = cell::Ramp{0, 100 * constants::mA_per_cm2, rate};
  const auto median = cell::onset(c, design, &sources);
  if (!median) throw Error("no void is born on the ramp");
  const cell::Boundary b(c, design);
  const double sites = design.area / b.site_area;
  constexpr int steps = 4000;
  double expected = 0;
  for (int n = 0; n < steps; ++n) {
    const double density = median->density * (n + 0.5) / steps;
    const double births = std::exp(sources.wall.voids.birth_sum(b.fugacity(density)).ln_rate);
    expected += births * sites * median->density / steps / rate;
  }
  return expected;
}

template <class Once>
Measure one_number(Once once) {
  return [once](auto...) { return std::vector{once()}; };
}

}  // namespace

void add_cells(Rows& rows) {
  using enum Kind;
  constexpr double of_trials = 0.05;
  struct Trial {
    double segregation, current;  // [eV, mA/cm²]
  };
  for (const Trial& t : {Trial{0.087, 1.62}, Trial{0.047, 3.02}, Trial{0, 3.57}})
    rows.push_back({"cell",
                    fmt::format("j of J A t = 1 over {} mA/cm², {}, 1 cm², 1 h, 200 µm", t.current,
                                t.segregation > 0 ? fmt::format("wall of {} eV", t.segregation)
                                                  : std::string("metal")),
                    certain, 1, of_trials, current_of_births(t.segregation, t.current)});
  rows.push_back({"cell", "(z0 − z_far)/r over (M + k_b/k_ret)/2k_b", certain, 1, 1e-9,
                  one_number(field_over_theory)});
  rows.push_back({"cell", "the same over tanh(kL)/k, 1e9 dislocations per cm²", certain, 1, 1e-9,
                  one_number(field_beside_dislocations)});
  rows.push_back({"cell", "j ∝ 1/(L + L*) of births at the wall, 10 over 200 µm", certain, 1, 1e-6,
                  one_number(births_by_thickness)});
  for (const double n : {1e3, 1e6, 1e9})
    rows.push_back({"cell",
                    fmt::format("ln z of a void of {:.0e} in balance by Gibbs–Thomson, off", n),
                    certain, 0, 1e-3, one_number([n] { return balance_off(n); })});
  rows.push_back({"cell", "own vacancies under 1 GPa over exp(−P Ω/kT)", certain, 1, 1e-9,
                  one_number(own_under_pressure)});
  rows.push_back({"cell", "contact lost without bonds over that of its two classes by area",
                  certain, 1, 1e-3, one_number(lost_over_parts)});
  rows.push_back({"cell", "∫ J A dt at the median of the first void, a ramp", certain,
                  std::log(2.0), 0.01, one_number(expected_at_median)});
}

}  // namespace lacuna::validate
