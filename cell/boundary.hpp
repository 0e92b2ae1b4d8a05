#pragma once

#include "cell/design.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// The same case in metal of the design's thickness with nothing at its far end.
[[nodiscard]] interface::Case in_thick_metal(interface::Case, const Design&);

/// The gas of vacancies at the interface, in metal that ends far away (shared/cell.md §4):
///   z0 = z_far + r (M/(S k_b) + 1/(u k_ret)),
/// r the flux per site, M = L/d, S the sum of the squared climbs of a hop's u upward directions;
/// on (110) z_far + r (M + k_b/k_ret)/(2 k_b). With sinks inside the metal M is that of the
/// effective thickness, ℓ/d.
struct Boundary {
  /// Throws InputError where the metal is so thin that layers count one by one, and as
  /// interface::check_pressure.
  Boundary(const interface::Case&, const Design&);

  double site_area;    ///< A_s [A^2]
  double layers;       ///< M
  double equilibrium;  ///< z_eq, under the design's pressure
  double far;          ///< z_far
  double per_density;  ///< z0 − z_far per net current [A^2 s], of which
  double at_once;      ///< that of the step from the interface to the metal, without delay
  double diffusivity;  ///< D [A^2/s]
  double relaxation;   ///< L²/D [s], at most
  double effective;    ///< ℓ [A], L without sinks inside the metal
  double steeper;  ///< L/ℓ, the slope of the gas at the interface by that of a line to the end

  /// By how much z falls over the metal as the line near the interface goes on, at a current.
  [[nodiscard]] double rise(double density) const { return density * per_density * steeper; }
  /// z0 at a flux into the metal [1/(A^2 s)].
  [[nodiscard]] double fugacity(double density) const { return far + density * per_density; }
};

}  // namespace lacuna::cell
