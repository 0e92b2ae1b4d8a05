#pragma once

#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// The tables of a study's results (docs/outputs.md), in the order of the plan whatever the order
/// in which it was found: onsets, cells, slopes, arrhenius, hypotheses, differences; rate where the
/// study checks it; sizes and size_currents where it extrapolates; fits, fit_evaluations,
/// fit_onsets where it fits.
[[nodiscard]] std::vector<Table> result_tables(const ensemble::Plan&, const ensemble::Records&,
                                               const ensemble::StudyResult&);

/// Those that text and page show, in their order, without those of E_A and the verdict.
[[nodiscard]] std::vector<ShownTable> shown_tables(const ensemble::Plan&,
                                                   const ensemble::StudyResult&);

/// What docs/outputs.md says of their columns. fit_onsets is described with onsets.
[[nodiscard]] std::vector<TableDoc> result_table_docs();

}  // namespace lacuna::io
