#pragma once

#include <string>

#include "io/input/study_input.hpp"

namespace lacuna::app {

/// What a study has ahead: its cells, replicas, ramps and how long that may take on so many
/// workers, from theory and a trial of a quarter of a second. Nothing is written.
[[nodiscard]] std::string study_outlook(const io::StudyInput&, int workers);

}  // namespace lacuna::app
