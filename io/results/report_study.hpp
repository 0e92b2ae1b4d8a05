#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "ensemble/cell_findings.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::io {

/// The data of a study's report, for the page in report/, as JSON: every number that it draws or
/// prints is computed here. Currents in mA/cm², energies in eV; a value that does not exist, or is
/// infinite, is null. `cells` may be none, `input` is the study as YAML, `directory` where it lies.
[[nodiscard]] std::string study_report(const ensemble::Plan&, const ensemble::Records&,
                                       const ensemble::StudyResult&,
                                       const std::optional<ensemble::CellFindings>& cells,
                                       const std::string& input,
                                       const std::filesystem::path& directory);

}  // namespace lacuna::io
