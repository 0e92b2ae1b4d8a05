#pragma once

#include "ensemble/discrimination.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// cell_discrimination: a row for each pair of hypotheses and each measurement that might tell them
/// apart, the best of a pair first.
[[nodiscard]] Table discrimination_table(const ensemble::Plan&,
                                         const std::vector<ensemble::CellRivals>&);

/// What docs/outputs.md says of its columns.
[[nodiscard]] TableDoc discrimination_doc();

}  // namespace lacuna::io
