#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "app/status_line.hpp"
#include "ensemble/cell_findings.hpp"
#include "io/input/study_input.hpp"
#include "io/store/study_directory.hpp"

namespace lacuna::app {

/// How cells are predicted.
struct CellWork {
  std::filesystem::path cache;  ///< of counted voids
  int threads = 1;
  ProgressStyle progress = ProgressStyle::none;
};

/// The cells of a study: those that its directory keeps where nothing that they depend on has
/// changed, else predicted and kept. Their tables are written. Empty: stopped before.
/// REQUIRES a study with a cell.
[[nodiscard]] std::optional<ensemble::CellFindings> settle_cells(const io::StudyInput&,
                                                                 const io::StudyDirectory&,
                                                                 const CellWork&,
                                                                 const std::stop_token&);

/// The progress line: `seconds` [s] since the stage began.
[[nodiscard]] std::string cell_progress_text(const ensemble::CellProgress&, double seconds);

}  // namespace lacuna::app
