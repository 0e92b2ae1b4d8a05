#pragma once

#include <optional>
#include <span>

#include "ensemble/branch_result.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::ensemble {

/// E_A of measured critical currents [eV]: the slope of ln j against −1/kT by least squares,
/// weighted with the inverse variances, and its standard error. Empty below two temperatures.
[[nodiscard]] std::optional<MeasuredEnergy> measured_slope(std::span<const MeasuredPoint>);

/// The measured E_A that a hypothesis is drawn beside: its row of the experiment, or the slope of
/// the measured points. A verdict on points rests on all of them (PrefactorProfile), not on this.
[[nodiscard]] std::optional<MeasuredEnergy> measured_beside(const Plan&, const BranchResult&);

}  // namespace lacuna::ensemble
