#pragma once

#include "ensemble/cell_findings.hpp"
#include "io/results/report_json.hpp"

namespace lacuna::io {

/// The cells of a study, for its page and for `lacuna cell --json`: currents in mA/cm², times in
/// hours.
[[nodiscard]] Json cells_block(const ensemble::Plan&, const ensemble::CellFindings&);

}  // namespace lacuna::io
