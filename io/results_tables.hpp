#pragma once

#include <cstdint>
#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results_table.hpp"

namespace lacuna::io {

/// What is said of a hypothesis beside what it was compared with.
enum class Verdict : std::uint8_t {
  agrees,
  differs,    ///< E_A is more than two standard errors off; or the points have less than 5 % by chance
  undecided,  ///< no E_A, nothing to compare with, or agreement for want of precision alone
};

/// An energy agrees if it lies within the measured range, or within two standard errors of it, and is itself
/// known better than the measurement: its standard error is at most the measured one, half the range, or
/// 0.01 eV, whichever is largest. Points agree if p >= 0.05.
[[nodiscard]] Verdict verdict_of(const ensemble::Plan&, const ensemble::BranchResult&);

/// The tables of a study's results (docs/outputs.md), in the order of the plan whatever the order in which it was
/// found: onsets, cells, slopes, arrhenius, hypotheses, differences; rate where the study checks it; fits,
/// fit_evaluations, fit_onsets where it fits.
[[nodiscard]] std::vector<Table> result_tables(const ensemble::Plan&, const ensemble::Records&,
                                               const ensemble::StudyResult&);

}  // namespace lacuna::io
