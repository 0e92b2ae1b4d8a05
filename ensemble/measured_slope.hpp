#pragma once

#include <optional>
#include <span>

#include "ensemble/branch_result.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/line.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::ensemble {

/// ln j of measured critical currents against 1/kT [1/eV] by least squares, weighted with the
/// inverse variances. Empty below two temperatures.
[[nodiscard]] std::optional<Line> line_through(std::span<const MeasuredPoint>);
/// E_A of that line [eV], and its standard error.
[[nodiscard]] std::optional<MeasuredEnergy> measured_slope(std::span<const MeasuredPoint>);

/// The measured E_A that a hypothesis is drawn beside: its row of the experiment, or the slope of
/// the measured points. A verdict on points rests on all of them (PrefactorProfile), not on this.
[[nodiscard]] std::optional<MeasuredEnergy> measured_beside(const Plan&, const BranchResult&);

}  // namespace lacuna::ensemble
