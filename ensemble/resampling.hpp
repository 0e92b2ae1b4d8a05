#pragma once

#include <span>

#include "kmc/random.hpp"

namespace lacuna::ensemble {

struct Interval {
  double low = 0.0, high = 0.0;  ///< infinite where the observations set no bound
  [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
};

/// What is estimated from replicas, in the unit of the values it was estimated from.
struct Estimate {
  double value = 0.0;
  double error = 0.0;  ///< one standard error
  Interval interval;   ///< at the level asked for
};

struct Confidence {
  double level = 0.95;
  int resamples = 1999;  ///< of the bootstrap
};

/// As many values, drawn from `from` with replacement. REQUIRES equal sizes.
void resample(std::span<const double> from, std::span<double> to, kmc::Stream&);

/// The studentised (bootstrap-t) interval, Efron & Tibshirani, An Introduction to the Bootstrap
/// (1993), eq. 12.22: (value - t_high error, value - t_low error), where the t are quantiles of
/// `pivots`, (value* - value) / error* of each resample. One that is not a number (a resample
/// without an estimate) may lie anywhere and so widens both ends.
[[nodiscard]] Interval studentised_interval(double value, double error,
                                            std::span<const double> pivots, double level);

/// The mean; pivots are studentised with s*/sqrt(n). The median's interval is not a bootstrap's:
/// see KaplanMeier. Of fewer than four values too many resamples do not scatter, and the interval
/// is infinite. Throws Error for fewer than two.
[[nodiscard]] Estimate mean_with_interval(std::span<const double> values, const Confidence&,
                                          kmc::Stream&);

/// `to` - `from` of two that are independent: errors and distances to the ends of the intervals add
/// by their squares (Zou & Donner, doi:10.1002/sim.3095, eq. 7, for intervals that are not
/// symmetric).
[[nodiscard]] Estimate independent_difference(const Estimate& from, const Estimate& to);

}  // namespace lacuna::ensemble
