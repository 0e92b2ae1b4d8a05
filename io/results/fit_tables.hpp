#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// A row for each fitted parameter, target and combination of the fit's grid.
[[nodiscard]] Table fits_table(const ensemble::Fit&, const ensemble::StudyResult&);

[[nodiscard]] ShownTable shown_fits(const ensemble::Fit&, const ensemble::StudyResult&);

[[nodiscard]] std::vector<TableDoc> fit_docs();

}  // namespace lacuna::io
