#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// What every hypothesis predicts beside what was measured.
[[nodiscard]] Table hypotheses_table(const ensemble::Plan&, const ensemble::StudyResult&);
/// Absolute currents, where they are known.
[[nodiscard]] Table prefactor_table(const ensemble::Plan&, const ensemble::StudyResult&);

/// How critical currents depend on the ramp's rate, where that was looked at.
[[nodiscard]] ShownTable shown_rates(const ensemble::Plan&, const ensemble::StudyResult&);
/// Absolute currents, where they are known.
[[nodiscard]] ShownTable shown_prefactors(const ensemble::Plan&, const ensemble::StudyResult&);
/// Those that are compared with measured points.
[[nodiscard]] ShownTable shown_profiles(const ensemble::Plan&, const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> hypothesis_docs();

}  // namespace lacuna::io
