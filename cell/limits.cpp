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
      occupation_(std::exp(sources.wall.at.wall_gain())),
      excluded_(1 + neighbours_in_layer(c.metal.normal)),
      thickness_(design.thickness) {}

void Limits::check_gas(double fugacity) const {
  if (!(fugacity > 0)) return;
  limits_of(sources_.wall, fugacity).check_gas(sources_.wall.voids.birth_sum(fugacity));
  constexpr double most = 0.1;
  const double coverage = occupation_ * fugacity;
  if (coverage * excluded_ > most)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} vacancies cover {:.3g} of the interface and keep "
                    "others from {:g} times as much, more than {}: the gas is not dilute; use a "
                    "direct run",
                    fugacity, coverage, excluded_, most));
}

double Limits::highest_fugacity() const {
  const nucleation::Voids& wall = sources_.wall.voids;
  const double divacancies = std::exp(wall.ln_partition(2) - wall.ln_partition(1));
  return 0.1 / std::max(divacancies, occupation_ * excluded_);
}

void Limits::check_births(double fugacity, double wall_share) const {
  constexpr double least_share = 0.01;
  if (wall_share > least_share) static_cast<void>(sources_.wall.voids.birth(fugacity));
  if (1 - wall_share > least_share) static_cast<void>(sources_.bulk.voids.birth(fugacity));
}

void Limits::check_barrier(double fugacity) const {
  if (!(fugacity > 0)) return;
  limits_of(sources_.wall, fugacity).check_barrier(sources_.wall.voids.birth_sum(fugacity));
}

void Limits::check_height(double height) const {
  if (height >= thickness_)
    throw InputError(fmt::format(
        "voids are {:.3g} µm high, and the metal {:.3g} µm thick: they do not grow as in "
        "thick metal; take thicker metal, or a higher current",
        height / 1e4, thickness_ / 1e4));
}

}  // namespace lacuna::cell
