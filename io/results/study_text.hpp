#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "ensemble/cell_findings.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::io {

/// What is printed when a study is over, the answer first: currents, E_A and verdicts at the cell;
/// the same of the box, with warnings and an Arrhenius plot in characters; what would decide at the
/// cell; absolute currents of the box with their clock factors; and where the files are. Without
/// cells, the box alone.
[[nodiscard]] std::string study_text(const ensemble::Plan&, const ensemble::StudyResult&,
                                     const std::optional<ensemble::CellFindings>&,
                                     const std::filesystem::path& directory);

}  // namespace lacuna::io
