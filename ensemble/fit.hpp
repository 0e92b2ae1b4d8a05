#pragma once

#include <span>
#include <string>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::ensemble {

/// Variances of E_A [eV²] and ln j0, and their covariance [eV].
struct LineVariance {
  double energy = 0.0, covariance = 0.0, log_prefactor = 0.0;
};

/// A line that was computed at some values of a fit's parameters.
struct Evaluation {
  std::vector<double> parameters;
  Arrhenius line;
  /// Of what is not known whatever the parameters are, so that other evaluations are off by the
  /// same.
  LineVariance systematic{};
};

/// One parameter of a fit for one target.
struct FittedParameter {
  double value = 0.0;
  Interval interval;  ///< at the study's level: noise of the evaluations and error of the target
  bool low_open = false;  ///< the interval ends because the range does
  bool high_open = false;
};

struct FitResult {
  std::size_t branch = 0;
  std::size_t target = 0;
  std::vector<FittedParameter> parameters;  ///< empty: no values in the range agree, or too few
                                            ///< evaluations
  double chi_squared = 0.0;                 ///< at the best values
  std::string remark;                       ///< what to know about it
};

// A response surface (Box & Wilson 1951) through noisy evaluations, most faithful about the best
// values, gives E_A, or ln j at the measured temperatures, at any parameters x, with a variance.
// Values agree with an energy E when
//   z^2 = (E - surface(x))^2 / (error^2 + variance(x)) <= q,
// q being the square of the level's quantile of Student's t, two degrees of freedom an evaluation:
// Fieller's (1954) interval, which needs neither a slope that is known well nor an interval that is
// bounded. For a range, z counts from its nearer end, and best is what gives its middle. With
// measured points chi^2 (covariances included, an energy among them where there is one) may exceed
// its minimum by q, and nothing agrees where that minimum has a chance of less than 0.1 %. What is
// systematic is taken from the evaluation nearest to the best values. Of two parameters each has
// the interval that it reaches while the other takes whatever value agrees best: the profile
// likelihood's.

/// Where to begin: five to seven points at equal distances, which leaves five of the fit's for
/// later, or three by three.
[[nodiscard]] std::vector<std::vector<double>> first_evaluations(const Fit&);

/// Where to go on, after the evaluations tried so far: at the best values for each target, then at
/// the ends of their intervals, each a little aside of what was tried before. Empty when the fit
/// has all its evaluations, or those that gave a line are too few to go on from. Parameters have
/// six significant digits.
[[nodiscard]] std::vector<std::vector<double>> next_evaluations(
    const Fit&, std::span<const std::vector<double>> tried, std::span<const Evaluation>,
    double level);

/// `branch` and `target` of the result are left at 0.
[[nodiscard]] FitResult fit_target(const Fit&, const FitTarget&, std::span<const Evaluation>,
                                   double level);

}  // namespace lacuna::ensemble
