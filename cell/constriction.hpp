#pragma once

#include <optional>
#include <span>

#include "cell/outcome.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

// A void covers a disc of the radius a, through which no current passes. Below it lies an ohmic
// electrolyte, and the metal around it takes the current against R_ct per area. By the Wagner
// number w = κ R_ct/a, for a void far from others and far above the electrolyte's other side:
// formulas between the limits of w → 0 and ∞, which an exact solution of the mixed boundary problem
// bears out (tests/cell/constriction.cpp).

/// [ρ a³] What it adds to the area resistance, per void and area, beyond the R_ct of the lost
/// contact: the potential over the disc, integrated. From 4/3, that of Sneddon's penny-shaped crack
/// (1946, doi:10.1098/rspa.1946.0077), to 8/3, that of an even current; within 0.2 %.
[[nodiscard]] double constriction_by_wagner(double wagner);

/// Of the current j π a² that it keeps from passing its ground, which share becomes vacancies that
/// it catches itself. That current passes around it, and what is made at the distance r along a
/// reflecting plane meets a half-sphere with the chance a/r. It is 2(1 − φ/(ρ j a)), φ the
/// potential under the middle: from 2 − 4/π, of the crack, to 0, of an even current; within 1 %.
[[nodiscard]] double caught_by_wagner(double wagner);

/// What voids do to the current of the electrolyte below them, and that to them, where it is known
/// (interface::Electrolyte). Nothing, where it is not.
class Crowding {
 public:
  explicit Crowding(const interface::Case&);

  /// w of a void of that radius [A], at small currents. REQUIRES an electrolyte.
  [[nodiscard]] double wagner(double radius) const;
  /// [1/s] Vacancies that a void catches of its own missing current, at an imposed current density
  /// [1/(A^2 s)] of either sign: plated atoms crowd there too.
  [[nodiscard]] double caught(double radius, double density) const;
  /// [V A^4 s] What it adds to the area resistance, by voids per area.
  [[nodiscard]] double resistance(double radius, double density) const;

 private:
  struct Electrolyte {
    double resistivity, length;     ///< [V A s], κ R_ct [A] at small currents
    double twice_exchange_density;  ///< 2 j0 [1/(A^2 s)]; infinite: linear at all currents
  };
  [[nodiscard]] double wagner(double radius, double density) const;

  std::optional<Electrolyte> electrolyte_;
};

/// Of the voids at a cell's end.
struct Constriction {
  double radius = 0.0;      ///< [A] of a void, of the mean ground
  double wagner = 0.0;      ///< by that radius
  double caught = 0.0;      ///< caught_by_wagner of it
  double resistance = 0.0;  ///< [V A^2 s] what all of them add to the area resistance
};

/// At small currents. REQUIRES an electrolyte, and some void.
[[nodiscard]] Constriction constriction(const interface::Case&, std::span<const SizeClass>);

}  // namespace lacuna::cell
