#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

[[nodiscard]] Table slopes_table(const ensemble::Plan&, const ensemble::StudyResult&);
/// A row for each line through the temperatures, and for a hypothesis without one.
[[nodiscard]] Table arrhenius_table(const ensemble::Plan&, const ensemble::StudyResult&);
[[nodiscard]] Table differences_table(const ensemble::Plan&, const ensemble::StudyResult&);
[[nodiscard]] Table rate_table(const ensemble::Plan&, const ensemble::StudyResult&);
[[nodiscard]] Table cap_table(const ensemble::Plan&, const ensemble::StudyResult&);
[[nodiscard]] ShownTable shown_caps(const ensemble::Plan&, const ensemble::StudyResult&);
/// The lines that a fit goes through. REQUIRES Plan::fit.
[[nodiscard]] Table fit_evaluations_table(const ensemble::Plan&, const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> energy_docs();

}  // namespace lacuna::io
