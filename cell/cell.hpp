#pragma once

#include "cell/design.hpp"
#include "cell/outcome.hpp"
#include "cell/sources.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// Carries a case to a cell: fugacity at the interface, births of voids, their growth, the contact
/// that they take, and the voltage (shared/cell.md §4). `sources`: of that case; null where it has
/// no bonds, whose vacancies never make voids: contact is then lost by r(θ) of
/// interface/theory.hpp, in metal as thick as the design's, with nothing at its far end.
/// Throws InputError where the design makes no sense or the method does not hold for it, with the
/// reason; RuntimeFailure where the integration fails.
/// REQUIRES sources exactly where the metal has bonds.
[[nodiscard]] Outcome predict(const interface::Case&, const Design&, const Sources*);

}  // namespace lacuna::cell
