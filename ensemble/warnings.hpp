#pragma once

#include <string>
#include <vector>

#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// What a reader of a branch's E_A should know, in sentences that name it: onsets that are only
/// bounded, ramps that were not quasi-static or not what was aimed at, cells that are not on one
/// line or do not depend on the rate alike, what failed, is missing or is not as precise as asked.
/// `first` is the case at the lowest temperature.
[[nodiscard]] std::vector<std::string> warnings_of(const Plan&, const Setting&, const Case& first,
                                                   const BranchResult&);

/// Temperatures that are probably degrees Celsius, or at which sodium is liquid; known before a
/// run.
[[nodiscard]] std::vector<std::string> temperature_warnings(const Plan&);

/// What concerns the study as a whole, the former included.
[[nodiscard]] std::vector<std::string> study_warnings(const Plan&, const StudyResult&);

}  // namespace lacuna::ensemble
