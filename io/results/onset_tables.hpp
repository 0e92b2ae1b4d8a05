#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// A row for each replica of a hypothesis at each ramp rate: what was recorded of it.
[[nodiscard]] Table onsets_table(const ensemble::Plan&, const ensemble::Records&,
                                 const ensemble::StudyResult&);
/// The same of a fit's replicas, with its parameters. REQUIRES Plan::fit.
[[nodiscard]] Table fit_onsets_table(const ensemble::Plan&, const ensemble::Records&);
/// A row for each hypothesis and temperature.
[[nodiscard]] Table cells_table(const ensemble::Plan&, const ensemble::StudyResult&);
[[nodiscard]] ShownTable shown_cells(const ensemble::Plan&, const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> onset_docs();

}  // namespace lacuna::io
