#pragma once

#include <vector>

#include "lattice/occupation.hpp"
#include "nucleation/conditions.hpp"

namespace lacuna::nucleation {

/// What a void at the wall gains by being together and there [eV]: e1 and e2 for each pair of
/// neighbours among the vacancies, E_seg for each in layer 0.
[[nodiscard]] double gain_of(const Conditions&, const lattice::Occupation&);

/// The `vacancies` sites nearest to the middle of layer 0, up to `top_layer`: half of a ball.
/// Throws InputError where the slab has no room for them.
[[nodiscard]] std::vector<lattice::Cell> half_ball(const lattice::Slab&, int top_layer,
                                                   int vacancies);

/// The sites of a compact void near the middle of layer 0, in one piece that touches it, in layers
/// up to `top_layer`. Winterbottom's shape is filled around many centres, and the best of these and
/// the half ball are relaxed: a vacancy moves to a place beside the others where it gains more, as
/// long as there is one. The void that gains most is taken, never less than the half ball. Where
/// vacancies do not attract each other, or the wall wets, no void has a shape, and the half ball
/// stays. Throws as `half_ball`. REQUIRES an open slab and the wall.
[[nodiscard]] std::vector<lattice::Cell> equilibrium_void(const Conditions&, const lattice::Slab&,
                                                          int top_layer, int vacancies);

}  // namespace lacuna::nucleation
