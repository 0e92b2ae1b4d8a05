#pragma once

#include <array>
#include <cstdint>

#include "kmc/random.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

/// How the walk of one vacancy through perfect metal ended.
struct Excursion {
  /// Instead of a direction: it reached the sink.
  static constexpr std::int32_t absorbed = -1;

  lattice::Cell last;                 ///< where it stood before its last hop; i and j unwrapped
  std::int32_t direction = absorbed;  ///< of the hop that brought it back
  std::uint64_t hops = 0;             ///< all of them, the last included
};

/// Walks of a vacancy that is alone in perfect metal, from its start until it is back in a layer
/// below `floor` or has reached the layer `sink`: their end, displacement and number of hops, from
/// their exact joint law on any normal, at a cost that does not depend on how far away the sink is.
///
/// In the cubic frame a bcc hop is three independent steps of ±1/2, one along each axis. After n
/// hops the displacement is therefore three independent binomials, of which the layer is a linear
/// form. So where both ends are far, many hops are made at once: as many as leave a probability of
/// at most `neglected` that an end was met on the way (Hoeffding,
/// doi:10.1080/01621459.1963.10500830, eq. 2.17: a walk whose hops have the mean square σ² strays d
/// layers or more at any of its first n hops, to either side, with probability below 2 exp(−d² /
/// 2nσ²)). Near an end hops are made one by one. In a leap of 2^30 hops, the longest, rounding
/// changes the binomials' densities by some 1e-7.
class Excursions {
 public:
  static constexpr double neglected = 1e-12;  ///< probability, of each leap

  /// REQUIRES floor < sink.
  Excursions(const lattice::Slab&, std::int32_t floor, std::int32_t sink);

  /// REQUIRES start.k >= floor. A start at or beyond the sink is absorbed without a hop.
  [[nodiscard]] Excursion operator()(const lattice::Cell& start, kmc::Stream&) const;

  /// Hops that may be made at once from where the nearer end is `layers` away.
  [[nodiscard]] std::uint64_t leap(std::int32_t layers) const;

 private:
  [[nodiscard]] lattice::Cell after(const lattice::Cell&, std::uint64_t hops, kmc::Stream&) const;

  std::array<lattice::Cell, lattice::neighbour_count> steps_;
  std::int32_t floor_, sink_;
  double leap_per_square_;  ///< hops per square of the distance
};

}  // namespace lacuna::interface
