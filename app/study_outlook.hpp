#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/run_study.hpp"
#include "io/input/study_input.hpp"

namespace lacuna::app {

/// What a study, or a shard of it, has ahead: its replicas, and how long they may take on so many
/// workers, in how much memory and on how much disk, from trials of at most so many `events`
/// (study_budget unless given). Nothing is written.
[[nodiscard]] std::string study_outlook(const io::StudyInput&,
                                        const std::optional<ensemble::Shard>&,
                                        std::optional<std::uint64_t> events, int workers);

/// What j_pred of its hypotheses would take to be a measured current, or 1 mA/cm2. It goes last.
[[nodiscard]] std::string prefactor_outlook(const ensemble::Plan&);

/// What a task costs, in replicas at their own rate: a slower ramp passes more charge, and a pilot
/// is some runs.
[[nodiscard]] double cost_of(const ensemble::Task&);

/// What a plan leaves out that its reader would miss.
[[nodiscard]] std::vector<std::string> study_warnings(const ensemble::Plan&);

}  // namespace lacuna::app
