#pragma once

#include <string>

#include "ensemble/study_comparison.hpp"

namespace lacuna::io {

/// Tables of what differs between two studies, at that level of confidence, and what only one has.
[[nodiscard]] std::string comparison_text(const ensemble::StudyComparison&, double level);

/// The same as CSV: `quantity,where,first,second,difference,low,high,same_runs,directory`; quantity
/// is `ln_j` (first and second in mA/cm2, the difference of logarithms) or `E_A_eV`, and
/// `directory` that of the second.
[[nodiscard]] std::string comparison_csv_heading();
[[nodiscard]] std::string comparison_csv(const ensemble::StudyComparison&,
                                         const std::string& directory);

}  // namespace lacuna::io
