#pragma once

#include <span>

#include "cell/outcome.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// What voids at the interface do to the current of the electrolyte below them, where it is known
/// (interface::Electrolyte). Reported beside a cell, not part of its equations: there the current
/// is even over the contact that is left.
struct Constriction {
  double radius = 0.0;  ///< [A] of a void, of the mean ground
  /// κ R_ct by that radius (Wagner number). Far above 1 the current is even, as the cell has it;
  /// far below 1 it crowds at the rims.
  double wagner = 0.0;
  /// [V A^2 s] What the voids add to the area resistance where it crowds: the potential over a
  /// covered disc, (2ρj/π) √(a² − r²), averaged over the interface, (4/3) ρ a³ for each while voids
  /// are far apart (the penny-shaped crack of Sneddon 1946, doi:10.1098/rspa.1946.0077). At finite
  /// Wagner numbers it is less.
  double resistance = 0.0;
};

/// REQUIRES an electrolyte, and some void.
[[nodiscard]] Constriction constriction(const interface::Case&, std::span<const SizeClass>);

/// Of the current that a void's ground does not pass, which share becomes vacancies that the void
/// catches itself, where all of it crowds at the rim: the excess of that crack's current,
/// (2/π) [a/√(r² − a²) − arcsin(a/r)], times a/r, the chance of a walk from r along a reflecting
/// plane to touch a half-sphere; 2 − 4/π. With an even current none does.
inline constexpr double most_caught = 0.72676045526483732;

}  // namespace lacuna::cell
