#pragma once

#include <vector>

#include "ensemble/cell_study.hpp"
#include "io/results/report_json.hpp"

namespace lacuna::io {

/// The cells of a study, for its page and for `lacuna cell --json`: currents in mA/cm², times in
/// hours.
[[nodiscard]] Json cells_block(const ensemble::Plan&, const std::vector<ensemble::CellBranch>&);

}  // namespace lacuna::io
