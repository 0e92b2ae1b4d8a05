#pragma once

#include <vector>

#include "ensemble/cell_study.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// The tables of a study's cells (docs/outputs.md): cell_currents, cell_energies, cell_series,
/// cell_sizes, cell_journey.
[[nodiscard]] std::vector<Table> cell_tables(const ensemble::Plan&,
                                             const std::vector<ensemble::CellBranch>&);

/// What docs/outputs.md says of their columns.
[[nodiscard]] std::vector<TableDoc> cell_docs();

}  // namespace lacuna::io
