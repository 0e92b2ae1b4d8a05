#pragma once

#include "cell/design.hpp"

namespace lacuna::cell {

/// Throws InputError where flaws are no part of such a cell: one is larger than its interface or
/// higher than its metal, it has less than one of them, or they take the contact from the start.
void check_flaws(const Flaws&, const Design&);

/// Throws InputError where flaws that cover so much ground by the area, overlaps counted twice,
/// take as much contact from the start as counts for its loss: 1 − exp(−covered).
void check_coverage(const Design&, double covered);

}  // namespace lacuna::cell
