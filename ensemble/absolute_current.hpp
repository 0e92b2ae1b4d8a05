#pragma once

#include <optional>

#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// The critical current itself, and what it would take to bring it to a measured one. Every current
/// is proportional to all attempt frequencies together (design §7.3), so that one factor on them,
/// the clock factor, always can; E_A does not change.
struct AbsoluteCurrent {
  double temperature = 0.0;  ///< [K] the study's nearest to 300 K
  Estimate log_current;      ///< ln(j / (1/(A^2 s))), median there
  /// Factor on the attempt frequencies that were simulated with, which the measured points need;
  /// without points what a measured 1 mA/cm^2 at `temperature` would.
  double clock_factor = 1.0;
  Interval clock_factor_interval;
  /// By how much every barrier would have to be higher for the same [eV]: kT ln(1 / factor) at
  /// `temperature`.
  double barrier = 0.0;
};

/// Empty without replicas at that temperature, or where the median is only a bound; where there are
/// measured points also without a line through the temperatures.
[[nodiscard]] std::optional<AbsoluteCurrent> absolute_current(const Plan&, const BranchResult&);

/// Attempt frequencies of metals are known to this factor, up or down: the Debye temperature's.
inline constexpr double frequency_uncertainty = 3.0;

}  // namespace lacuna::ensemble
