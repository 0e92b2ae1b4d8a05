#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// The distance to the vacancy sink [layers], or the area of the interface [A^2].
[[nodiscard]] double size_of(const Case&, TargetSize::Quantity);

/// Critical currents at Plan::extrapolate, by size laws through the means of cells: a result for
/// every hypothesis and combination of the grid values that do not change the size. Thickness
/// counts as layers up to the sink; without bonds as `inverse` or `corrected`, with bonds also as
/// `power`. Lateral size counts as area, and as `power` alone, n = 0 without bonds. REQUIRES
/// Plan::extrapolate.
[[nodiscard]] std::vector<SizeResult> at_target_size(const Plan&, const std::vector<BranchResult>&);

/// The keys of the grid, or a branch's values of them, without those that change the size. REQUIRES
/// Plan::extrapolate.
[[nodiscard]] std::vector<std::string> without_size(const Plan&, const std::vector<std::string>&);

/// E_A there without simulation [eV], of theory_energy(). REQUIRES Plan::extrapolate.
[[nodiscard]] std::optional<double> theory_at_target(const Plan&, const SizeResult&);

}  // namespace lacuna::ensemble
