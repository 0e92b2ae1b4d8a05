#include "interface/initial_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/sink_sites.hpp"
#include "interface/theory.hpp"
#include "nucleation/equilibrium_shape.hpp"
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

[[noreturn]] void refuse_on_sink(const Cell& c) {
  throw InputError(fmt::format(
      "initial: the vacancy ({}, {}, {}) would lie on a sink inside the metal (metal.sinks), which "
      "holds none; move the sinks, or what is vacant at the start",
      c.i, c.j, c.k));
}

/// [layers] About; half a ball where vacancies have no shape of their own.
double height_of_void(const Case& c, const lattice::Slab& slab) {
  const nucleation::Conditions at = conditions_of(slab, RateTable(c));
  const double volume = c.initial.void_vacancies * std::pow(slab.lattice_constant(), 3) / 2;
  const double height = nucleation::has_shape(at)
                            ? nucleation::EquilibriumShape(at).cap_height(volume)
                            : std::cbrt(3 * volume / (2 * std::numbers::pi));
  return height / slab.layer_spacing();
}

bool starts_steady(const Case& c) {
  const Initial& i = c.initial;
  const bool given = i.void_vacancies > 0 || i.vacancy_fraction > 0 || !i.sites.empty() || i.gap;
  const auto above = beyond(c).above;
  return !given && above && above->returns == Returns::in_time;
}

}  // namespace

std::vector<Cell> sites_of(const Gap& gap, const lattice::Slab& slab) {
  constexpr double edge = 1e-6;  // [A] sites so near to the border are within it
  const lattice::Vector box = slab.box();
  const auto holds = [&](const lattice::Vector& r) {
    const double x = std::abs(r[0] - box[0] / 2), y = std::abs(r[1] - box[1] / 2);
    return gap.radius > 0 ? std::hypot(x, y) <= gap.radius + edge : x <= gap.width / 2 + edge;
  };
  std::vector<Cell> sites;
  const auto end = std::uint64_t{slab.sites_per_layer()} * static_cast<std::uint64_t>(gap.depth);
  for (std::uint64_t n = 0; n < end; ++n)
    if (const Cell c = slab.nth(n); holds(slab.position(c))) sites.push_back(c);
  return sites;
}

void check_gap(const Case& c) {
  if (!c.initial.gap) return;
  const Gap& gap = *c.initial.gap;
  if ((gap.radius > 0) == (gap.width > 0))
    throw InputError("initial.gap: give one of radius_nm and width_nm, above 0");
  const lattice::Slab slab = slab_of(c.metal);
  const int layers = slab.layers() - (beyond(c).takes_last_layer ? 1 : 0);
  if (gap.depth < 1 || gap.depth >= layers)
    throw InputError(
        fmt::format("initial.gap.depth_layers: expected 1 to {}, so that metal is left above the "
                    "gap, got {}; make it flatter, or add layers",
                    layers - 1, gap.depth));
  const std::vector<Cell> sites = sites_of(gap, slab);
  const auto lost = static_cast<std::uint32_t>(
      std::count_if(sites.begin(), sites.end(), [](const Cell& s) { return s.k == 0; }));
  if (lost == 0)
    throw InputError("initial.gap: no site of the interface lies in it; make it larger");
  if (lost == slab.sites_per_layer())
    throw InputError(
        "initial.gap: it leaves no contact at all; make it smaller, or the box larger");
}

std::vector<std::string> start_cautions(const Case& c) {
  if (beyond(c).above) return {};
  const lattice::Slab slab = slab_of(c.metal);
  const auto caution = [&slab](const char* key, double height) {
    return fmt::format(
        "{}: {:.2g} of the {} layers of metal are vacant above the middle of the void, half or "
        "more: it soon meets the far side; add layers (metal.layers), or make it smaller",
        key, height, slab.layers());
  };
  const double most = 0.5 * slab.layers();
  if (c.initial.gap && c.initial.gap->depth >= most)
    return {caution("initial.gap.depth_layers", c.initial.gap->depth)};
  if (c.initial.void_vacancies == 0) return {};
  const double height = height_of_void(c, slab);
  if (height < most) return {};
  return {caution("initial.void_vacancies", height)};
}

void check_start_beside_sinks(const Case& c) {
  if (!c.metal.sinks) return;
  const lattice::Slab slab = slab_of(c.metal);
  const SinkSites sinks(c.metal, slab);
  std::vector<Cell> vacant = c.initial.sites;
  if (c.initial.gap) vacant = sites_of(*c.initial.gap, slab);
  if (c.initial.void_vacancies > 0)
    vacant = nucleation::equilibrium_void(conditions_of(slab, RateTable(c)), slab,
                                          slab.layers() - (beyond(c).takes_last_layer ? 2 : 1),
                                          c.initial.void_vacancies);
  for (const Cell& cell : vacant)
    if (sinks.at(slab, slab.wrap(cell))) refuse_on_sink(cell);
}

template <class Model>
void place_initial_vacancies(const Initial& initial, Model& model, kmc::Stream random) {
  const lattice::Slab& slab = model.slab();
  kmc::Changes ignored;
  const auto vacate = [&](const Cell& c) {
    if (model.is_sink(c)) refuse_on_sink(c);
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
      if (!model.is_sink(c) && !model.occupation().vacant(slab.site(c))) vacate(c);
    }
  }

  if (initial.gap)
    for (const Cell& c : sites_of(*initial.gap, slab)) vacate(c);

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
