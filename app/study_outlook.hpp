#pragma once

#include <string>
#include <vector>

#include "io/input/study_input.hpp"

namespace lacuna::app {

/// What a study has ahead: its cells, replicas, ramps and how long that may take on so many
/// workers, from theory and a trial of a quarter of a second. Nothing is written.
[[nodiscard]] std::string study_outlook(const io::StudyInput&, int workers);

/// What j_pred of its hypotheses would take to be a measured current, or 1 mA/cm2. It goes last.
[[nodiscard]] std::string prefactor_outlook(const ensemble::Plan&);

/// What a task costs, in replicas at their own rate: a slower ramp passes more charge, and a pilot
/// is some runs.
[[nodiscard]] double cost_of(const ensemble::Task&);
/// (branches) Of all that a plan asks for from the start, its fit and what `precision` may add left
/// out.
[[nodiscard]] std::vector<double> planned_costs(const ensemble::Plan&);

/// What a plan leaves out that its reader would miss.
[[nodiscard]] std::vector<std::string> study_warnings(const ensemble::Plan&);

}  // namespace lacuna::app
