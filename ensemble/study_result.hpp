#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/branch_result.hpp"
#include "ensemble/chances.hpp"
#include "ensemble/conclusion.hpp"
#include "ensemble/energy_difference.hpp"
#include "ensemble/fit.hpp"
#include "ensemble/target_size.hpp"

namespace lacuna::ensemble {

/// All that text, tables, figures and page say of a study: they compute nothing.
struct StudyResult {
  std::vector<BranchResult> branches;         ///< (Plan::branches)
  std::vector<BranchResult> evaluations;      ///< of the fit, in the order they were made
  std::vector<FitResult> fits;                ///< branches x targets
  std::vector<EnergyDifference> differences;  ///< each hypothesis from the first, where both have a
                                              ///< line
  std::vector<SizeResult> sizes;              ///< with Plan::extrapolate
  std::optional<ClockFactors> clock_factors;  ///< of all absolute currents
  Conclusion conclusion;
  std::optional<Chances> chances;     ///< of all branches
  std::vector<std::string> warnings;  ///< about the study as a whole
};

/// Everything that is concluded from what has been recorded so far: a function of both alone,
/// whatever the order in which it was found.
[[nodiscard]] StudyResult analyse(const Plan&, const Records&);

/// The tasks of the next complete round, all of which may be done at once; empty when all is done.
/// A reference comes before the pilots that need it, these before their replicas; then rounds of
/// replicas where they help most (Plan::precision), then the fit's evaluations. Depends on the
/// records alone.
[[nodiscard]] std::vector<Task> next_round(const Plan&, const Records&);

}  // namespace lacuna::ensemble
