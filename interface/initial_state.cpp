#include "interface/initial_state.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "core/error.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

using lattice::Cell;

// Sites in the order of their distance from the middle of layer 0.
std::vector<Cell> compact_void(const lattice::Slab& slab, int top_layer, int vacancies) {
  const Cell middle = slab.wrap({slab.columns() / 2 - slab.rows() / 4, slab.rows() / 2, 0});
  const lattice::Vector at = slab.position(middle), box = slab.box();
  // A half ball of n sites has the radius (3 n a³ / 4 pi)^(1/3); twice that and a bit is ample.
  const double reach = slab.lattice_constant() * (2 + 2 * std::cbrt(0.25 * vacancies));
  std::vector<std::tuple<double, std::uint64_t, Cell>> near;
  const int highest = std::min(top_layer, static_cast<int>(reach / slab.layer_spacing()) + 1);
  for (int k = 0; k <= highest; ++k)
    for (int j = 0; j < slab.rows(); ++j)
      for (int i = 0; i < slab.columns(); ++i) {
        const Cell c{i, j, k};
        const lattice::Vector r = slab.position(c);
        double square = r[2] * r[2];
        for (std::size_t n = 0; n < 2; ++n) {
          const double d = std::remainder(r[n] - at[n], box[n]);
          square += d * d;
        }
        // distances equal by symmetry must not be ordered by rounding
        near.emplace_back(std::round(square * 1e6), slab.number(c), c);
      }
  const auto count = static_cast<std::size_t>(vacancies);
  if (near.size() < count)
    throw InputError("a void of " + std::to_string(vacancies) +
                     " vacancies does not fit into the slab; make the slab larger");
  std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  std::vector<Cell> cells;
  for (std::size_t n = 0; n < count; ++n) cells.push_back(std::get<2>(near[n]));
  return cells;
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
    for (const Cell& c : compact_void(slab, model.top_layer(), initial.void_vacancies)) vacate(c);

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
