#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cell/design.hpp"
#include "cell/outcome.hpp"
#include "cell/rise.hpp"
#include "cell/sources.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// How the current rises in the box of a case. An automatic ramp passes its charge in an e-fold of
/// the current; one whose rate is the same at all temperatures does so at its reference
/// temperature alone, where `reference` is that of `reference_density`.
/// Throws InputError where the current does not rise linearly, or `reference` is missing.
[[nodiscard]] Rise box_rise(const interface::Case&, std::optional<double> reference);

/// The current [1/(A^2 s)] of the median first void of the case's own box, whose vacancies at the
/// far side are the box's.
/// Throws InputError where the method does not hold for it. REQUIRES bonds.
[[nodiscard]] double box_first_void(const interface::Case&, const Sources&, const Rise&);

/// The same [1/(A^2 s)] where the box's automatic ramp passes its charge in an e-fold.
/// REQUIRES a case with an automatic ramp.
[[nodiscard]] double reference_density(const interface::Case&, const Sources&);

/// First voids on the way from the box of a case to a cell: its area is that of the cell from
/// `area` on, then an e-fold of its current takes as long as the cell's when that has its first
/// void, then its metal is as thick as the cell's. The far side is the box's up to the last step,
/// which is the cell itself. Vacancies join voids as they do far from a far side: that of a box of
/// 12 layers lowers its current by a few per cent (tests/cell/journey.cpp).
/// A step for which the method does not hold says why; so does the first where there is no way.
/// REQUIRES bonds, and an outcome of the same case, design and sources.
[[nodiscard]] std::vector<JourneyStep> journey(const interface::Case&, const Design&,
                                               const Sources&, const Outcome&,
                                               std::optional<double> reference);

}  // namespace lacuna::cell
