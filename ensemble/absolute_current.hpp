#pragma once

#include <optional>
#include <span>

#include "ensemble/plan.hpp"
#include "ensemble/resampling.hpp"
#include "interface/self_diffusion.hpp"

namespace lacuna::ensemble {

struct BranchResult;

/// The critical current itself, and what it would take to bring it to a measured one. Every current
/// is proportional to all attempt frequencies together (design §7.3), so that one factor on them,
/// the clock factor, always can; E_A does not change.
struct AbsoluteCurrent {
  double temperature = 0.0;        ///< [K] the study's nearest to 300 K
  double attempt_frequency = 0.0;  ///< [Hz] of hops in the metal, the case's clock factor in it
  int layers = 0;                  ///< from the ceramic to the far side
  double area = 0.0;               ///< [A^2] of the interface
  Estimate log_current;            ///< ln(j / (1/(A^2 s))), median at `temperature`
  /// Factor on the attempt frequencies that were simulated with, which the measured points need;
  /// without points what a measured 1 mA/cm^2 at `temperature` would.
  double clock_factor = 1.0;
  Interval clock_factor_interval;
  /// By how much every barrier would have to be higher for the same [eV]: kT ln(1 / factor) at
  /// `temperature`.
  double barrier = 0.0;
  /// Of the metal at `temperature`, beside what was measured; empty where it has no vacancies of
  /// its own.
  std::optional<interface::SelfDiffusion> self_diffusion;
};

/// Empty without replicas at that temperature, or where the median is only a bound; where there are
/// measured points also without a line through the temperatures.
[[nodiscard]] std::optional<AbsoluteCurrent> absolute_current(const Plan&, const BranchResult&);

/// The clock factors of all hypotheses, at the one temperature [K] of their absolute currents.
struct ClockFactors {
  double lowest = 0.0, highest = 0.0;
  double temperature = 0.0;
};
/// Empty where no hypothesis has an absolute current.
[[nodiscard]] std::optional<ClockFactors> clock_factors(std::span<const BranchResult>);

/// Attempt frequencies of metals are known to this factor, up or down: the Debye temperature's.
inline constexpr double frequency_uncertainty = 3.0;

}  // namespace lacuna::ensemble
