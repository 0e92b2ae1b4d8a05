#pragma once

#include <string>

#include "app/trial.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::app {

/// Charge, events and run time ahead, from theory and from a trial of the case itself.
[[nodiscard]] std::string cost_report(const io::RunInput&, const Trial&);

}  // namespace lacuna::app
