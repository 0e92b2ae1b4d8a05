#include "interface/initial_state.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"
#include "nucleation/equilibrium_void.hpp"

namespace lacuna::interface {
namespace {

using lattice::Cell;

// Of the voids at the interface, where all sites are of class 0.
nucleation::Conditions conditions_of(const lattice::Slab& slab, const RateTable& rates) {
  return {.normal = slab.normal(),
          .region = nucleation::Region::wall,
          .bond_nn1 = rates.bond_nn1(),
          .bond_nn2 = rates.bond_nn2(),
          .segregation = rates.segregation(0),
          .temperature = rates.thermal_energy() / constants::boltzmann};
}

bool starts_steady(const Case& c) {
  const Initial& i = c.initial;
  const bool given = i.void_vacancies > 0 || i.vacancy_fraction > 0 || !i.sites.empty();
  const auto above = beyond(c).above;
  return !given && above && above->returns == Returns::in_time;
}

}  // namespace

template <class Model>
void place_initial_vacancies(const Initial& initial, Model& model, kmc::Stream random) {
  const lattice::Slab& slab = model.slab();
  kmc::Changes ignored;
  const auto vacate = [&](const Cell& c) {
    model.vacate(c, ignored);
    ignored.clear();
  };
  if (initial.void_vacancies > 0)
    for (const Cell& c : nucleation::equilibrium_void(conditions_of(slab, model.rates()), slab,
                                                      model.top_layer(), initial.void_vacancies))
      vacate(c);

  if (initial.vacancy_fraction > 0) {
    const std::uint64_t sites =
        std::uint64_t{slab.sites_per_layer()} * static_cast<std::uint64_t>(model.top_layer() + 1);
    const auto count = static_cast<std::uint64_t>(
        std::llround(initial.vacancy_fraction * static_cast<double>(sites)));
    while (model.carriers() < count) {
      const Cell c = slab.nth(random.below(sites));
      if (!model.occupation().vacant(slab.site(c))) vacate(c);
    }
  }

  for (const Cell& c : initial.sites) {
    const bool inside = c.i >= 0 && c.i < slab.columns() && c.j >= 0 && c.j < slab.rows() &&
                        c.k >= 0 && c.k <= model.top_layer();
    const std::string name = "initial vacancy (" + std::to_string(c.i) + ", " +
                             std::to_string(c.j) + ", " + std::to_string(c.k) + ")";
    if (!inside)
      throw InputError(name + " lies outside the slab: i below " + std::to_string(slab.columns()) +
                       ", j below " + std::to_string(slab.rows()) + ", k at most " +
                       std::to_string(model.top_layer()));
    if (model.occupation().vacant(slab.site(c)))
      throw InputError(name + " is listed twice; keep one of them");
    vacate(c);
  }
}

template <class Model>
void place_profile(const std::vector<double>& profile, Model& model, kmc::Stream random) {
  const lattice::Slab& slab = model.slab();
  kmc::Changes ignored;
  for (std::uint64_t n = 0; n < slab.sites(); ++n) {
    const Cell c = slab.nth(n);
    if (random.uniform() >= profile[static_cast<std::size_t>(c.k)]) continue;
    model.vacate(c, ignored);
    ignored.clear();
  }
}

template <class Model>
void place_start(const Case& c, double density, Model& model, kmc::Stream random) {
  if (starts_steady(c)) {
    place_profile(steady_start(c, density), model, random);
  } else {
    place_initial_vacancies(c.initial, model, random);
  }
}

template void place_initial_vacancies(const Initial&, SlabModel&, kmc::Stream);
template void place_initial_vacancies(const Initial&, DetailedSlab&, kmc::Stream);
template void place_profile(const std::vector<double>&, SlabModel&, kmc::Stream);
template void place_profile(const std::vector<double>&, DetailedSlab&, kmc::Stream);
template void place_start(const Case&, double, SlabModel&, kmc::Stream);
template void place_start(const Case&, double, DetailedSlab&, kmc::Stream);

}  // namespace lacuna::interface
