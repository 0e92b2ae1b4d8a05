#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// E_A at a size that is not simulated. REQUIRES Plan::extrapolate, as below.
[[nodiscard]] Table sizes_table(const ensemble::Plan&, const ensemble::StudyResult&);
/// Critical currents there.
[[nodiscard]] Table size_currents_table(const ensemble::Plan&, const ensemble::StudyResult&);

/// Both for readers. REQUIRES Plan::extrapolate.
[[nodiscard]] std::vector<ShownTable> shown_sizes(const ensemble::Plan&,
                                                  const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> size_docs();

}  // namespace lacuna::io
