#pragma once

#include "nucleation/shapes.hpp"
#include "nucleation/voids.hpp"

namespace lacuna::nucleation {

/// The same voids where bonds and the segregation energy are others, near by, without sampling:
/// exactly as far as shapes are counted, and beyond by the cumulant expansion to second order,
///   ln Q_n(g + δ) = ln Q_n(g) + δ·⟨b⟩ + δ·C·δ/2,   g = (ε1, ε2, E_seg)/kT,
/// with means and covariances C of b = (b1, b2, n0) as they were sampled at g (Zwanzig, J. Chem.
/// Phys. 22, 1420 (1954), doi:10.1063/1.1740409). Their errors are added to those of Q_n. Rates of
/// attachment are left as they are: they follow the way from afar, and hardly the bonds.
/// REQUIRES counts of `from`, and `to` and shapes of its normal, its region and temperature.
[[nodiscard]] VoidCounts reweighted(VoidCounts, const Conditions& from, const Conditions& to,
                                    const Shapes&);

}  // namespace lacuna::nucleation
