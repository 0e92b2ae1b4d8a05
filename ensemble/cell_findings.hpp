#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "ensemble/cell_fit.hpp"
#include "ensemble/cell_study.hpp"
#include "ensemble/discrimination.hpp"

namespace lacuna::ensemble {

/// All that text, tables, figures and page say of a study's cells: they compute nothing.
struct CellFindings {
  std::vector<CellBranch> branches;
  std::vector<CellRivals> rivals;    ///< what would decide between them
  std::optional<CellFitted> fitted;  ///< with Plan::cell_fit
};

/// Every cell that the result needs: those of the study, then those of what could be measured
/// besides, then those of the fit's evaluations in their order. As predict_cells.
[[nodiscard]] std::optional<CellPredictions> predict_all_cells(const Plan&,
                                                               const nucleation::Cache&,
                                                               int threads, const CellReport&,
                                                               const std::stop_token&);

/// What is concluded from them; empty where they are not as many as the plan needs.
[[nodiscard]] std::optional<CellFindings> cell_findings(const Plan&, const CellPredictions& all);

}  // namespace lacuna::ensemble
