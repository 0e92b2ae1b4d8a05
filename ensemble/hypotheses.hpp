#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/cholesky.hpp"

namespace lacuna::ensemble {

/// A measured activation energy: a value with its standard error, or a range.
struct MeasuredEnergy {
  double low = 0.0, high = 0.0;  ///< [eV] ends of the range; equal for a value
  double error = 0.0;            ///< [eV] one standard error, of the value or of each end
};

/// How a predicted E_A agrees with a measured one, s^2 being the sum of their squared errors. A
/// value is normal about the prediction. Within a range every E_A counts as equally likely, so that
/// the likelihood is the uniform density convolved with the prediction's error,
///   L = [Phi((high - E)/s) - Phi((low - E)/s)] / (high - low).
struct EnergyComparison {
  double z = 0.0;               ///< (E - value) / s; from a range's nearer end, 0 within it
  double log_likelihood = 0.0;  ///< ln(L eV)
};

/// Throws Error for a range whose ends are swapped, or if nothing has an error or a width.
[[nodiscard]] EnergyComparison compare(const Estimate& predicted, const MeasuredEnergy&);

/// Posterior weights of hypotheses that were equally likely before, from the logarithms of their
/// likelihoods of the *same* measurement; they add up to 1. Throws Error if none is possible.
[[nodiscard]] std::vector<double> posterior_weights(std::span<const double> log_likelihoods);

/// A measured critical current.
struct MeasuredPoint {
  double temperature = 0.0;  ///< [K]
  double log_density = 0.0;  ///< ln(j_crit / (1/(A^2 s)))
  double error = 0.0;        ///< one standard error of it, > 0
};

/// Agreement with measured j_crit(T) when the prefactor is free: one factor for all temperatures,
/// at its most likely value. By design §7.3 it is the clock factor, on top of the one that was
/// simulated with, that makes the hypothesis reproduce the points (with the ramp rate
/// times its square).
struct PrefactorProfile {
  Estimate log_factor;       ///< ln of measured over predicted j_crit
  double chi_squared = 0.0;  ///< of the points about the shifted prediction, correlations included
  int freedom = 0;           ///< points - 1
  std::optional<double> p;   ///< of at least that chi_squared by chance; empty for one point
  double log_likelihood = 0.0;  ///< of ln j_crit, at the most likely factor
  [[nodiscard]] double clock_factor() const;
  [[nodiscard]] Interval clock_factor_interval() const;
};

/// `predicted` are ln j_crit at the points' temperatures, `covariance` is theirs. Generalised least
/// squares of a constant (Aitken 1936). Throws Error without points or if an error is not positive.
[[nodiscard]] PrefactorProfile profile_prefactor(std::span<const MeasuredPoint>,
                                                 std::span<const double> predicted,
                                                 const SymmetricMatrix& covariance, double level);
/// The predictions of a line, whose errors at different temperatures go together.
[[nodiscard]] PrefactorProfile profile_prefactor(std::span<const MeasuredPoint>, const Arrhenius&,
                                                 double level);

}  // namespace lacuna::ensemble
