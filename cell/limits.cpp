#include "cell/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace lacuna::cell {
namespace {

double neighbours_in_layer(lattice::Normal normal) {
  const lattice::Slab slab = nucleation::unit_slab(normal);
  double count = 0;
  for (int d = 0; d < lattice::neighbour_count; ++d)
    if (std::abs(slab.step_vector(d)[2]) < 1e-9) ++count;
  return count;
}

nucleation::BirthLimits limits_of(const Source& source, double fugacity) {
  return {fugacity, static_cast<std::size_t>(source.voids.largest())};
}

}  // namespace

Limits::Limits(const interface::Case& c, const Design& design, const Sources& sources)
    : sources_(sources),
      excluded_(1 + neighbours_in_layer(c.metal.normal)),
      thickness_(effective_thickness(design)) {}

void Limits::check_gas(double fugacity) const {
  if (!(fugacity > 0)) return;
  sources_.each_wall([&](const Source& wall, double) {
    limits_of(wall, fugacity).check_gas(wall.voids.birth_sum(fugacity));
  });
  constexpr double most = 0.1;
  if (coverage(fugacity) * excluded_ > most)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} vacancies cover {:.3g} of the interface and exclude "
                    "others from {:g} times as much, more than {}: the gas is not dilute; use a "
                    "direct run",
                    fugacity, coverage(fugacity), excluded_, most));
}

// Of layer 0 where it holds most vacancies.
double Limits::coverage(double fugacity) const {
  double most = 0;
  sources_.each_wall([&](const Source& wall, double) {
    most = std::max(most, std::exp(wall.at.wall_gain()) * fugacity);
  });
  return most;
}

double Limits::highest_fugacity() const {
  double divacancies = 0;
  sources_.each_wall([&](const Source& wall, double) {
    divacancies =
        std::max(divacancies, std::exp(wall.voids.ln_partition(2) - wall.voids.ln_partition(1)));
  });
  return 0.1 / std::max(divacancies, coverage(1.0) * excluded_);
}

void Limits::check_births(double fugacity, double wall_share) const {
  if (wall_share > least_share)
    static_cast<void>(sources_.busiest_wall(fugacity).voids.birth(fugacity));
  if (1 - wall_share > least_share) static_cast<void>(sources_.bulk.voids.birth(fugacity));
}

void Limits::check_barrier(double fugacity) const {
  if (!(fugacity > 0)) return;
  sources_.each_wall([&](const Source& wall, double) {
    limits_of(wall, fugacity).check_barrier(wall.voids.birth_sum(fugacity));
  });
}

void Limits::check_height(double height) const {
  if (height >= thickness_)
    throw InputError(fmt::format(
        "voids are {:.3g} µm high, and the metal {:.3g} µm thick: they do not grow as in "
        "thick metal; take thicker metal, or a higher current",
        height / 1e4, thickness_ / 1e4));
}

}  // namespace lacuna::cell
