#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/error.hpp"
#include "nucleation/bond_moments.hpp"
#include "nucleation/estimate.hpp"
#include "nucleation/shapes.hpp"
#include "nucleation/size_walk.hpp"

namespace lacuna::nucleation {

/// A walk was too short for its errors to be known; a longer one may do.
class TooFewMoves : public RuntimeFailure {
 public:
  using RuntimeFailure::RuntimeFailure;
};

/// How far and how long clusters are sampled.
struct Effort {
  int largest = 120;                  ///< vacancies
  std::uint64_t steps = 100'000'000;  ///< moves tried, the adaptation of the weights included
  std::uint64_t seed = 1;
};

/// What one stretch of a walk found.
struct Stretch {
  explicit Stretch(std::size_t largest) : accepted(largest), bonds(largest) {}
  Acceptances accepted;
  BondTally bonds;
};

/// What sampling found: ten stretches of one walk, whose weights were adapted before and frozen.
class Sampled {
 public:
  static constexpr std::size_t blocks = 10;
  static constexpr std::uint64_t least_round_trips = 20;

  /// REQUIRES as many stretches, each with what was accepted under the weights exp(η_n).
  Sampled(const std::vector<Stretch>&, const std::vector<double>& eta, std::uint64_t round_trips);

  [[nodiscard]] int largest() const { return static_cast<int>(ln_ratio_.size()) + 1; }
  [[nodiscard]] std::uint64_t round_trips() const { return round_trips_; }
  /// ln(Q_to/Q_from); its error is that of the mean over blocks. REQUIRES from <= to <= largest.
  [[nodiscard]] Estimate ln_ratio(int from, int to) const;
  /// Of the clusters of each size, [n - 1].
  [[nodiscard]] const std::vector<BondMoments>& bonds() const { return bonds_; }

 private:
  std::vector<double> ln_ratio_;                            ///< [n - 1]: from n to n + 1
  std::array<std::vector<double>, blocks> block_ln_ratio_;  ///< the same of each block
  std::vector<BondMoments> bonds_;
  std::uint64_t round_trips_;
};

/// What is measured on the clusters of a walk, once in `stride` moves.
using Measure = std::function<void(const Cluster&)>;
inline constexpr std::uint64_t stride = 1000;

/// Transition-matrix Monte Carlo in n (SizeWalk). Three tenths of the moves adapt the weights,
/// starting from the shapes' Q_n and letting the walk up to larger sizes by and by; the rest, with
/// weights frozen, is what counts and is measured. The same conditions and effort give the same
/// bits. Throws InputError where shapes are of single vacancies only, or `largest` is no more than
/// theirs or more than Cluster::largest;
/// TooFewMoves where the walk made less than `least_round_trips`, or missed a size in some block,
/// since errors cannot be known then; Stopped once a stop is asked for.
[[nodiscard]] Sampled sample(const Conditions&, const Shapes&, const Effort&,
                             const Measure& = nullptr, const std::stop_token& = {});

/// ln Q_n for n = 1 to the largest sampled, [n - 1]: exact as far as shapes are counted, and
/// sampled from there on.
[[nodiscard]] std::vector<Estimate> ln_partitions(const Conditions&, const Shapes&, const Sampled&);

}  // namespace lacuna::nucleation
