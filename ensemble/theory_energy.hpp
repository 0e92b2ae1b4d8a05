#pragma once

#include <optional>
#include <span>

#include "interface/case.hpp"

namespace lacuna::ensemble {

/// E_A of j_pred (design §6): slope of ln r(theta_c) against -1/kT [eV], a line through the
/// temperatures [K] of which each weighs the same. Empty where theory does not hold, which is with
/// bonds and for far sides other than a sink, or for fewer than two temperatures.
[[nodiscard]] std::optional<double> theory_energy(interface::Case,
                                                  std::span<const double> temperatures);

}  // namespace lacuna::ensemble
