#pragma once

#include <span>
#include <vector>

#include "ensemble/resampling.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

/// A step of an estimated distribution function: `mass` somewhere in [low, high]. The two are equal
/// where an onset was observed; `low` is -infinite for what was below everything that could be
/// seen, `high` infinite for what was above.
struct Step {
  double low = 0.0, high = 0.0;  ///< in the unit of the observations
  double mass = 0.0;
  /// Where the mass is put when a number is needed: the middle, infinite if an end is.
  [[nodiscard]] double position() const;
};

/// The distribution of ln j from left- and right-censored observations: the self-consistent
/// estimator of Turnbull (1976, doi:10.1111/j.2517-6161.1976.tb01597.x), found by its own
/// iteration. With right-censoring alone it is the product-limit estimator of Kaplan and Meier
/// (1958, doi:10.1080/01621459.1958.10501452), with none the empirical distribution. An onset
/// observed at x is taken to come before one right-censored at x, and not after one left-censored.
class KaplanMeier {
 public:
  /// Throws Error without observations, or if one is not a finite number.
  explicit KaplanMeier(std::span<const Observation>);

  /// Rising; masses are positive and add up to 1.
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// (steps) The estimated distribution function after each step.
  [[nodiscard]] const std::vector<double>& cumulated() const { return cumulated_; }
  /// (steps) Standard errors of `cumulated`, from the observed information; with right-censoring
  /// alone Greenwood's formula. Empty where the information does not tell the steps apart.
  [[nodiscard]] const std::vector<double>& errors() const { return errors_; }
  /// n such that the error nearest to the median is that of n exact observations,
  /// F (1 - F) / error^2 (Cutler & Ederer 1958, doi:10.1016/0021-9681(58)90126-7).
  [[nodiscard]] double effective_observations() const;

  /// Where the distribution function passes 1/2, the middle where it stays at 1/2; infinite if the
  /// median lies beyond what could be seen.
  [[nodiscard]] double median() const;
  /// The median with the order statistics about it that bracket it with probability `level`,
  /// between ranks after Hettmansperger & Sheather (1986, doi:10.1016/0167-7152(86)90021-0), for
  /// the effective number of observations. An end is infinite where the data give no bound: fewer
  /// than six replicas at 95 %, or censored ones. `error` is the interval's width in units of a
  /// normal distribution's (docs/decisions/0005).
  [[nodiscard]] Estimate median_with_interval(double level) const;

 private:
  [[nodiscard]] std::vector<double> standard_errors(std::span<const Observation>) const;
  [[nodiscard]] double at_rank(double rank) const;

  std::vector<Step> steps_;
  std::vector<double> cumulated_, errors_;
  double observations_ = 0.0;
};

}  // namespace lacuna::ensemble
