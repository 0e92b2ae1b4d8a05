#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// What every hypothesis predicts beside what was measured.
[[nodiscard]] Table hypotheses_table(const ensemble::Plan&, const ensemble::StudyResult&);
/// Absolute currents, where they are known.
[[nodiscard]] Table prefactor_table(const ensemble::Plan&, const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> hypothesis_docs();

}  // namespace lacuna::io
