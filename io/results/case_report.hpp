#pragma once

#include <string>
#include <vector>

#include "io/input/run_input.hpp"

namespace lacuna::io {

/// What follows from a case without running it: the slab, what the currents mean in atoms,
/// energies, rates of an isolated vacancy, r(theta_c), j_pred and the regime (design §6).
[[nodiscard]] std::string case_report(const RunInput&);

/// What j_pred is for, and what it would take to bring it to 1 mA/cm2. It goes last.
[[nodiscard]] std::string case_prefactor(const RunInput&);

/// What a user would be sorry to find out after the run: the cautions that a run gives too, and
/// without bonds whether its protocol suits j_pred. `highest` is the protocol's largest stripping
/// current [1/(A^2 s)].
[[nodiscard]] std::vector<std::string> case_warnings(const RunInput&, double highest);

}  // namespace lacuna::io
