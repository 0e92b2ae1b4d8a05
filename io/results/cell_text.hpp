#pragma once

#include <string>
#include <vector>

#include "ensemble/cell_findings.hpp"

namespace lacuna::io {

/// What the cells of a study do, for the terminal: critical currents by temperature and their E_A
/// beside the measured one, refusals in words, which hypotheses agree, and what would decide.
[[nodiscard]] std::string cell_text(const ensemble::Plan&, const ensemble::CellFindings&);

}  // namespace lacuna::io
