#pragma once

#include <string>
#include <vector>

#include "ensemble/cell_study.hpp"

namespace lacuna::io {

/// What the cells of a study do, for the terminal: critical currents by temperature and their E_A
/// beside the measured one, refusals in words, and which hypotheses agree.
[[nodiscard]] std::string cell_text(const ensemble::Plan&,
                                    const std::vector<ensemble::CellBranch>&);

}  // namespace lacuna::io
