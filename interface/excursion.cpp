#include "interface/excursion.hpp"

#include <algorithm>
#include <bit>
#include <boost/random/binomial_distribution.hpp>
#include <cmath>

#include "core/mutation.hpp"

namespace lacuna::interface {

using lattice::Cell;

namespace {

// How many of `trials` fair coins fall on one side. A few are counted in random bits, which is
// several times faster than a distribution that works at any number.
std::int64_t fair_binomial(std::uint64_t trials, kmc::Stream& random) {
  constexpr std::uint64_t word = 64, few = 32 * word;
  if (trials > few)
    return boost::random::binomial_distribution<std::int64_t>(static_cast<std::int64_t>(trials),
                                                              0.5)(random);
  std::int64_t count = 0;
  for (; trials >= word; trials -= word) count += std::popcount(random());
  if (trials > 0) count += std::popcount(random() >> (word - trials));
  return count;
}

}  // namespace

Excursions::Excursions(const lattice::Slab& slab, std::int32_t floor, std::int32_t sink)
    : steps_(slab.steps()),
      floor_(floor),
      sink_(mutated(Mutation::farther_sink) ? sink + 1 : sink) {
  double square = 0.0;
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) square += steps_[d].k * steps_[d].k / 8.0;
  leap_per_square_ = 1 / (2 * square * std::log(2 / neglected));
}

std::uint64_t Excursions::leap(std::int32_t layers) const {
  constexpr double most = 0x1p30;  // rare anyway, and the binomial of far more would lose precision
  const double distance = layers;
  return static_cast<std::uint64_t>(std::min(most, distance * distance * leap_per_square_));
}

// n hops lead n times (-1, -1, -1)/2 and from there, for each that went up an axis, one cubic edge
// along it.
Cell Excursions::after(const Cell& from, std::uint64_t hops, kmc::Stream& random) const {
  const auto n = static_cast<std::int64_t>(hops);
  const std::array<std::int64_t, 3> up{fair_binomial(hops, random), fair_binomial(hops, random),
                                       fair_binomial(hops, random)};
  const auto along = [&](std::int32_t Cell::*of) {
    constexpr std::size_t all_down = 1, first_edge = lattice::nn1_count;
    std::int64_t sum = n * (steps_[all_down].*of);
    for (std::size_t axis = 0; axis < 3; ++axis)
      sum += up[axis] * (steps_[first_edge + 2 * axis].*of);
    return static_cast<std::int32_t>(from.*of + sum);
  };
  return {along(&Cell::i), along(&Cell::j), along(&Cell::k)};
}

Excursion Excursions::operator()(const Cell& start, kmc::Stream& random) const {
  constexpr std::uint64_t worth_leaping = 8;
  constexpr int hops_per_word = 64 / 3;
  Excursion walk;
  Cell at = walk.last = start;
  std::uint64_t bits = 0;
  int left = 0;
  while (at.k < sink_) {
    const std::uint64_t hops = leap(std::min(at.k - floor_ + 1, sink_ - at.k));
    if (hops >= worth_leaping) {
      at = after(at, hops, random);
      walk.hops += hops;
      continue;
    }
    if (left-- == 0) {
      bits = random();
      left = hops_per_word - 1;
    }
    const auto direction = static_cast<std::int32_t>(bits % lattice::nn1_count);
    bits /= lattice::nn1_count;
    walk.last = at;
    at = at + steps_[static_cast<std::size_t>(direction)];
    ++walk.hops;
    if (at.k < floor_) {
      walk.direction = direction;
      break;
    }
  }
  return walk;
}

}  // namespace lacuna::interface
