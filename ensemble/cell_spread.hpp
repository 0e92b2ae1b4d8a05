#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "cell/design.hpp"
#include "cell/outcome.hpp"
#include "ensemble/resampling.hpp"

namespace lacuna::ensemble {

/// By which the rate of births may be wrong at all temperatures alike: as far as theory and the
/// kinetic Monte Carlo are known to agree (docs/nucleation.md).
inline constexpr double birth_factor = 2.0;
/// ln j by which the onset of a cell would be lower if births were `birth_factor` times as
/// frequent; 0 where there are none.
[[nodiscard]] double birth_shift(const cell::Outcome&);

/// Standard error of ln j by the steps of a staircase, in which voids are born at one rate: the
/// line through the middles is off by a quarter of a step at most, evenly (measured over E_seg: a
/// sixth to a seventh of a step). None of other protocols, nor without bonds, where contact is a
/// law of j.
[[nodiscard]] double step_error(const cell::Design&, const cell::Outcome&);

/// What draws of the prior make of a number, as differences from its value.
struct PriorSpread {
  /// Standard deviation, what is not known counting as the farthest that is; infinite where the
  /// middle 68 % are.
  double deviation = 0.0;
  Interval interval;      ///< quantiles at the level, of all draws
  std::size_t draws = 0;  ///< that the number is known under
};
/// Shifts of plus or minus infinity lie beyond all that are known; one that is not a number may lie
/// anywhere, and counts at either end. Where more of them than the level leaves out do, the
/// interval is open: infinite. So are both ends, and the deviation, where less than half of the
/// draws are known, or fewer than eight. Empty without draws.
[[nodiscard]] std::optional<PriorSpread> prior_spread(std::span<const double> shifts, double level);

/// What is not known of a number, by where that comes from.
struct Spread {
  double sampling = 0.0;  ///< standard error by the sampling of voids
  double steps = 0.0;     ///< the same by the steps of a staircase
  double births = 0.0;    ///< how far `birth_factor` shifts it, either way
  std::optional<PriorSpread> prior;

  /// All of it around a value: sampling, steps and prior, which are independent, by the root of
  /// their squares, and births, which are a bound, beside them.
  [[nodiscard]] Interval around(double value, double level) const;
  /// The same as one standard error.
  [[nodiscard]] double deviation() const;
};

/// Of ln j at the onset of a cell.
[[nodiscard]] Spread spread_of(const cell::Design&, const cell::Outcome&, double level);
/// What is not known of a current, around it, in its unit.
[[nodiscard]] Interval current_interval(double current, const Spread& of_ln_j, double level);

}  // namespace lacuna::ensemble
