#pragma once

#include <vector>

#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// Critical currents at Plan::extrapolate, by size laws through the means of cells: a result for every hypothesis and
/// combination of the grid values that do not change the size. Thickness counts as layers up to the sink; without bonds
/// as `inverse` or `corrected`, with bonds also as `power`. Lateral size counts as area, and as `power` alone, n = 0
/// without bonds. REQUIRES Plan::extrapolate.
[[nodiscard]] std::vector<SizeResult> at_target_size(const Plan&, const std::vector<BranchResult>&);

}  // namespace lacuna::ensemble
