#pragma once

#include <vector>

#include "ensemble/record.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {

/// How far a setting is. Rounds are decided one after the other, each from the records of those
/// before it alone, so that a study that was interrupted within a round goes on with it.
struct Rounds {
  std::vector<int> counts;  ///< (temperatures) replicas at the ramp's own rate, all rounds decided
                            ///< so far
  std::vector<Task> missing;  ///< of the last of them; empty: all is done
};
[[nodiscard]] Rounds rounds_of(const Plan&, const Records&, const Setting&);

/// Replicas of each cell in a setting's first round, at every rate.
[[nodiscard]] int first_replicas(const Plan&, const Setting&);

/// What a setting asks for at a temperature, with `count` replicas at the ramp's own rate: these,
/// those at other rates, and those without a cap. Its case decides.
[[nodiscard]] std::vector<Task> replicas_at(const Plan&, const Setting&, const Case&,
                                            double temperature, int count);

/// Is that a task that some round of the plan may ask for? One of a branch, of the fit's where it
/// says so, that the plan has.
[[nodiscard]] bool may_be_asked(const Plan&, const Task&);

/// Erases what was found for evaluations that a fit, as its targets and the confidence are now, has
/// not decided on.
void leave_out_other_evaluations(const Plan&, Records&);

/// The evaluations of a fit's branch that are decided so far, in their order, and the tasks of the
/// last round of them that are missing. REQUIRES a fit.
struct FitRounds {
  std::vector<Setting> evaluations;
  std::vector<Task> missing;
};
[[nodiscard]] FitRounds fit_rounds(const Plan&, const Records&, std::size_t branch);

}  // namespace lacuna::ensemble
