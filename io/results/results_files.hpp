#pragma once

#include <filesystem>
#include <vector>

#include "ensemble/cell_findings.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::io {

/// Puts the results of a study into its directory: the tables of docs/outputs.md as CSV, and all of
/// them in results.h5 where there is HDF5. Throws SystemFailure.
void write_results(const std::filesystem::path& directory, const ensemble::Plan&,
                   const ensemble::Records&, const ensemble::StudyResult&);

/// The same of its cells: tables as CSV, and all of them in cell.h5.
void write_cells(const std::filesystem::path& directory, const ensemble::Plan&,
                 const ensemble::CellFindings&);

}  // namespace lacuna::io
