#pragma once

#include <optional>

#include "cell/design.hpp"
#include "cell/outcome.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// Contact lost to vacancies that do not attract each other: their coverage θ of the interface
/// follows the current by the law of cell/coverage.hpp, without delay. Nothing is at the far end.
/// Throws InputError where that theory is not about the case, or flaws or a transient are asked
/// for.
[[nodiscard]] Outcome predict_without_bonds(const interface::Case&, const Design&);
/// When the share `contact_loss` of it is lost; empty: not within the protocol.
[[nodiscard]] std::optional<Moment> contact_lost_without_bonds(const interface::Case&,
                                                               const Design&);

}  // namespace lacuna::cell
