#pragma once

#include <string>
#include <vector>

#include "ensemble/cell_findings.hpp"

namespace lacuna::io {

/// What the cells of a study do, for the terminal: critical currents by temperature, their E_A
/// beside the measured one and the verdicts; then refusals in words, and what intervals hold.
[[nodiscard]] std::string cell_text(const ensemble::Plan&, const ensemble::CellFindings&);

/// Area, protocol and far end: "1 cm2, steps of 1 h, ..."
[[nodiscard]] std::string design_words(const ensemble::CellPlan&);

/// One sentence: which hypotheses survive at the cell.
[[nodiscard]] std::string cell_headline(const ensemble::Plan&, const ensemble::CellFindings&);
/// Hypotheses by their verdicts at the cell, and what was measured; empty where nothing was.
[[nodiscard]] std::string cell_verdict_text(const ensemble::Plan&, const ensemble::CellFindings&);

}  // namespace lacuna::io
