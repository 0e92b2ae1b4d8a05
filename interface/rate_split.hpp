#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "interface/rates.hpp"
#include "lattice/state_set.hpp"

namespace lacuna::interface {

/// Every rate divided in two at a threshold (docs/decisions/0001-selection.md): up to there all
/// channels of all vacancies are drawn evenly, and nothing is kept; what a pair of vacancy and atom
/// has above it belongs to one of its two sites, which must be loose: to the atom if it is, else to
/// the vacancy. Whether a site is loose its state alone says.
///
/// An atom that hops across the far side has no site there: such pairs are the vacancy's.
class RateSplit {
 public:
  /// Where to divide, and which sites are loose: a cover of all pairs above the threshold.
  struct Cut {
    double threshold = std::numeric_limits<double>::infinity();  ///< [1/s]
    lattice::StateSet::Members loose;
  };

  /// Hops that a slab allows: their rates, and whether they cross its far side.
  struct Way {
    HopRow row;
    bool crosses = false;
    friend auto operator<=>(const Way&, const Way&) = default;
  };

  /// Nothing is above the threshold.
  RateSplit() = default;
  /// REQUIRES each row once, and a cover.
  RateSplit(const RateTable&, std::span<const Way>, const Cut&);

  [[nodiscard]] double threshold() const { return cut_.threshold; }
  [[nodiscard]] const lattice::StateSet& loose() const { return loose_; }
  /// (states) [1/s] What a site of this state owns of a pair with a neighbour, by the neighbour's
  /// state: 0 where it is not loose or the two are no pair. `row` is that of the vacancy's hop.
  [[nodiscard]] const double* owned(HopRow row, int state) const {
    return owned_.data() + (std::size_t{place_[row.value]} * lattice::Occupation::states +
                            static_cast<std::size_t>(state)) *
                               lattice::Occupation::states;
  }
  /// Can a site be loose around a vacancy that is alone?
  [[nodiscard]] bool loose_when_alone() const { return loose_when_alone_; }

 private:
  Cut cut_;
  lattice::StateSet loose_;
  bool loose_when_alone_ = false;
  std::array<std::uint8_t, 256> place_{};  ///< of a row among those that a slab allows, from 1 on
  std::vector<double> owned_;              ///< (1 + those rows, states, states) [1/s]
};

/// Is it a state that sites around one vacancy have where no other is near?
[[nodiscard]] constexpr bool by_one_vacancy(int state) {
  return state == lattice::environment_of({0, 0}) || state == lattice::environment_of({1, 0}) ||
         state == lattice::environment_of({0, 1});
}

/// What the vacancies of a slab, or some of them, can do, and what is around them.
struct Census {
  double channels = 0.0;        ///< of the vacancies
  double rate = 0.0;            ///< [1/s] of all channels
  double rate_in_crowds = 0.0;  ///< [1/s] of those of vacancies that others are near
  bool all_in_crowds = false;   ///< where the box is so small that they soon are
  /// (levels of RateCuts, and one more) Channels whose rate is above a level but not the one
  /// before: how many, and the sum of their rates [1/s].
  std::vector<double> number, sum;
  /// (states) [1/s] Sites of a state that a hop is felt by, times the rate of the hop.
  std::array<double, lattice::Occupation::states> felt{};
};

/// The ways to divide the rates of a slab that are worth thinking of, and what a hop costs with
/// each. Thresholds are rates of pairs, since there a whole level of pairs needs nothing kept.
/// Loose are the atoms whose vacant neighbours have at least some bond energy, and those vacancies
/// that it takes to cover the rest. They depend on rates only.
class RateCuts {
 public:
  RateCuts() = default;
  RateCuts(const RateTable&, std::span<const RateSplit::Way>);

  [[nodiscard]] std::size_t size() const { return cuts_.size(); }
  [[nodiscard]] const RateSplit::Cut& operator[](std::size_t n) const { return cuts_[n].cut; }
  /// An empty census.
  [[nodiscard]] Census census() const;
  void count(double rate, Census&) const;

  /// [ns] A hop drawn evenly below the largest rate, and in two tiers.
  [[nodiscard]] double cost_below_ceiling(const Census&) const;
  [[nodiscard]] double cost(std::size_t cut, const Census&) const;
  /// The cheapest for such a slab. REQUIRES size() > 0.
  [[nodiscard]] std::size_t best(const Census&) const;

 private:
  struct Choice {
    std::size_t level = 0;
    RateSplit::Cut cut;
  };
  void add_cuts(const RateTable&, std::size_t level);

  /// [1/s] The fastest hop of a vacancy to an atom, and across the far side, by environments.
  std::array<std::array<double, lattice::environments>, lattice::environments> fastest_{};
  std::array<double, lattice::environments> fastest_out_{};
  double largest_ = 0.0;
  std::vector<double> levels_;  ///< [1/s], falling
  std::vector<Choice> cuts_;
};

}  // namespace lacuna::interface
