#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "ensemble/pilot.hpp"
#include "ensemble/plan.hpp"
#include "interface/observer.hpp"

namespace lacuna::ensemble {

/// What a replica found: all that the statistics need of a run.
struct Outcome {
  interface::Reason reason = interface::Reason::protocol_end;
  std::array<interface::OnsetResult, interface::all_detectors.size()> onsets;  ///< in the order of
                                                                               ///< all_detectors
  interface::QuasiStatic quasi_static;
  bool stationary_start = true;
  double monolayers = 0.0;  ///< net charge passed
  std::uint64_t hops = 0;
};

/// It could not be done; the others go on.
struct Failure {
  std::string message;
};

/// The rate [1/(A^2 s^2)] that a reference task found.
struct ReferenceRate {
  double rate = 0.0;
};

/// A finished task.
struct Record {
  Task task;
  std::uint64_t seed = 0;  ///< of a replica
  std::variant<Outcome, ChosenRamp, ReferenceRate, Failure> found;
};

/// Finished tasks by their id.
using Records = std::map<std::string, Record>;

/// Null: not yet. The task's own record, whatever the order in which it was found.
[[nodiscard]] const Record* recorded(const Plan&, const Records&, const Task&);
/// For the pilot of a convention `fixed`: what the reference of its branch found [1/(A^2 s^2)], if
/// there is one.
[[nodiscard]] std::optional<double> reference_rate(const Plan&, const Records&, const Task& pilot);
/// For a replica: what the pilot of its cell chose, if there is one.
[[nodiscard]] std::optional<ChosenRamp> chosen_ramp(const Plan&, const Records&,
                                                    const Task& replica);

}  // namespace lacuna::ensemble
