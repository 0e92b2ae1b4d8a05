#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/words.hpp"
#include "ensemble/resampling.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

enum class LineMethod {
  least_squares,        ///< of the cells' means, weighted with the scatter of replicas
  censored_likelihood,  ///< where some onset is only bounded
};
constexpr auto words_of(LineMethod) {
  return std::array{
      Word{LineMethod::least_squares, "least_squares"},
      Word{LineMethod::censored_likelihood, "censored_likelihood"},
  };
}

/// Do the cells lie on one line? p values: the probability of at least this much curvature if
/// they do.
struct Curvature {
  /// Of the term quadratic in 1/kT; by Student's t with Satterthwaite's degrees of freedom, or from
  /// the likelihood ratio where onsets are censored.
  double quadratic_p = 1.0;
  /// Of any departure from the line, by Johansen's (1980, doi:10.1093/biomet/67.1.85) F for cells
  /// of unequal scatter; empty where onsets are censored or a cell does not scatter.
  std::optional<double> lack_of_fit_p;
  /// Either test, at 1 %.
  [[nodiscard]] bool one_slope_does_not_fit() const;
};

/// ln j = ln j0 - E_A / kT. Intervals come from the scatter within cells alone, so that they are
/// those of this line even where the cells do not lie on one: studentised, with replicas resampled
/// within cells, or where onsets are censored Student's, with the sandwich's errors
/// (docs/decisions/0005).
struct Arrhenius {
  LineMethod method = LineMethod::least_squares;
  Estimate activation_energy;  ///< E_A [eV]
  Estimate log_prefactor;      ///< ln(j0 / (1/(A^2 s)))
  double covariance = 0.0;     ///< of E_A and ln j0 [eV]
  std::size_t cells = 0;
  double censored_share = 0.0;         ///< of all replicas
  std::optional<Curvature> curvature;  ///< empty with fewer than three temperatures
  [[nodiscard]] double log_density_at(double temperature) const;
  /// ln j of the line at a temperature, with the error that those of E_A and ln j0 make together;
  /// its interval reaches as many of these errors to either side as that of E_A does on average.
  [[nodiscard]] Estimate estimate_at(double temperature) const;
};

/// A cell's weight is its number of replicas over their variance, which is drawn towards the pooled
/// one as if that were worth 8 more degrees of freedom (docs/decisions/0005). Throws Error for
/// fewer than two temperatures, fewer than two replicas in a cell, replicas that do not scatter at
/// all, or so few observed onsets that censored ones allow any line.
[[nodiscard]] Arrhenius fit_arrhenius(std::span<const CellSample>, const Confidence&, kmc::Stream&);

/// (cells) Variance of ln j of one replica, by which cells are weighted; a bound counts as the
/// onset itself. All 0 if nothing scatters. Throws Error as fit_arrhenius for too few replicas.
[[nodiscard]] std::vector<double> moderated_variances(std::span<const CellSample>);

/// E_A between neighbouring temperatures.
struct LocalSlope {
  double temperature = 0.0;  ///< [K] where 1/T is the mean of the two
  Estimate activation_energy;
};

/// From each pair of neighbours alone; a pair that allows no estimate is left out. Rising in
/// temperature.
[[nodiscard]] std::vector<LocalSlope> local_slopes(std::span<const CellSample>, const Confidence&,
                                                   kmc::Stream&);

}  // namespace lacuna::ensemble
