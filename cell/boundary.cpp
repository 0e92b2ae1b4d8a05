#include "cell/boundary.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::cell {
namespace {

// What lacuna-validate spoils on purpose (core/mutation.hpp).
double sites_in_cubic_cell() { return mutated(Mutation::cell_volume) ? 1 : 2; }
double share_of_field() { return mutated(Mutation::half_field) ? 0.5 : 1; }

// Without bonds the lattice knows no energy of formation, nor vacancies of its own.
double own_vacancies(const interface::Case& c, double pressure) {
  if (!interface::has_bonds(c.metal)) return 0.0;
  interface::Reservoir own = interface::own_vacancies(c.metal);
  own.pressure_work = pressure * std::pow(c.metal.lattice_constant, 3) / sites_in_cubic_cell();
  interface::check_pressure(own, "cell.pressure_MPa");
  return own.concentration(c.temperature);
}

// Of all sites of the interface, among which vacancies are shared out by hops within layer 0.
double mean_return_rate(const interface::Case& c) {
  double sum = 0;
  for (const interface::AlikeSites& each : interface::alike_sites(c))
    sum += each.share * interface::isolated_rates(each.values).return_;
  return sum;
}

}  // namespace

interface::Case in_thick_metal(interface::Case c, const Design& design) {
  c.far_side = interface::Thick { .thickness = effective_thickness(design) };
  return c;
}

Boundary::Boundary(const interface::Case& c, const Design& design) {
  const interface::IsolatedRates k = interface::isolated_rates(c);
  const interface::Upward up = interface::upward(c.metal.normal);
  const double a = c.metal.lattice_constant;
  site_area = interface::site_area(c.metal);
  layers = design.thickness / interface::layer_spacing(c.metal);
  constexpr double least_layers = 100;
  if (layers < least_layers)
    throw InputError(
        fmt::format("{:.3g} layers of metal are fewer than {:g}, so that its ends matter; make "
                    "it thicker, or use a direct run",
                    layers, least_layers));
  equilibrium = own_vacancies(c, design.pressure);
  far = design.far_end == FarEnd::equilibrium ? equilibrium : 0.0;
  at_once = site_area / (up.directions * mean_return_rate(c));
  effective = effective_thickness(design);
  steeper = design.thickness / effective;
  per_density = site_area * (layers / steeper) * share_of_field() / (up.squares * k.bulk) + at_once;
  diffusivity = k.bulk * a * a;
  relaxation = design.thickness * design.thickness / diffusivity;
}

}  // namespace lacuna::cell
