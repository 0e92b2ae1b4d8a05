#pragma once

#include <string>
#include <vector>

#include "app/trial.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::app {

/// What follows from a case without running it: the slab, what the currents mean in atoms,
/// energies, rates of an isolated vacancy, r(theta_c), j_pred and the regime (design §6).
[[nodiscard]] std::string case_report(const io::RunInput&);

/// Charge, events and run time ahead, from theory and from a trial of the case itself.
[[nodiscard]] std::string cost_report(const io::RunInput&, const Trial&);

/// What a user would be sorry to find out after the run: the cautions that a run gives too, and
/// without bonds whether the protocol suits j_pred.
[[nodiscard]] std::vector<std::string> case_warnings(const io::RunInput&);

}  // namespace lacuna::app
