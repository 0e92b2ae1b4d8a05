#pragma once

#include <optional>
#include <stop_token>

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
/// reason (nucleation::CutShort where larger voids would do, `needed_voids`); RuntimeFailure where
/// the integration fails; Stopped once a stop is asked for. REQUIRES sources exactly where the
/// metal has bonds.
[[nodiscard]] Outcome predict(const interface::Case&, const Design&, const Sources*,
                              const std::stop_token& = {});

/// How many vacancies the largest void that is counted should have for the sum of births to hold
/// at the cell's first void, or at the end of its protocol: 2.5 n*, by the law beyond those that
/// are counted. More than nucleation::Cluster::largest: too many. REQUIRES a case with bonds.
[[nodiscard]] double needed_voids(const interface::Case&, Design, const Sources&,
                                  const std::stop_token& = {});

/// The onset of the same cell that takes least to know: the median of the first void; without
/// births, or bonds, the loss of `contact_loss`. Births are those of a coarse table, to 1e-3.
/// Empty: not within the protocol. Throws as predict.
[[nodiscard]] std::optional<Moment> onset(const interface::Case&, const Design&, const Sources*,
                                          const std::stop_token& = {});

}  // namespace lacuna::cell
