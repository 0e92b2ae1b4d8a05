#pragma once

#include "cell/first_void.hpp"
#include "cell/limits.hpp"
#include "cell/voltage_onset.hpp"

namespace lacuna::cell {

/// The life of a cell from the start until its contact is lost as far as is asked for, or the
/// protocol ends: voids are born, grow, and starve each other. Writes losses, voltage, course,
/// sizes and integration of the outcome, whose losses have their shares. REQUIRES a population of
/// flaws at most, and its state.
void live(Population&, std::vector<double> state, const Imposed&, const VoltageOnset&,
          const Limits&, Outcome&, const std::stop_token&);

}  // namespace lacuna::cell
