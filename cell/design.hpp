#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/words.hpp"

namespace lacuna::cell {

// What is carried from the box to the laboratory, as plain data in internal units: eV, angstrom,
// second, kelvin; current densities are atoms per square angstrom and second, as in
// interface::Case.

/// What the metal holds at its far end.
enum class FarEnd : std::uint8_t {
  equilibrium,  ///< vacancies as many as the metal has of its own, exp(-E_f/kT)
  sink,         ///< none
};
constexpr auto words_of(FarEnd) {
  return std::array{
      Word{FarEnd::equilibrium, "equilibrium"},
      Word{FarEnd::sink, "sink"},
  };
}

/// Each current is held for `hold` [s], then multiplied by `factor` (> 1), until `to` is passed.
struct Staircase {
  double from = 0.0, to = 0.0, factor = 1.1, hold = 3600.0;
};
/// The current rises linearly, by `rate` [1/(A^2 s^2)].
struct Ramp {
  double from = 0.0, to = 0.0, rate = 0.0;
};
/// `cycles` times: strip, rest, plate, rest.
struct Cycle {
  double strip = 0.0, plate = 0.0;  ///< both > 0: sizes of the two current densities
  double charge = 0.0;              ///< of a half cycle [1/A^2]
  double rest = 0.0;                ///< [s] after each half cycle
  int cycles = 1;

  /// [s]
  [[nodiscard]] double period() const { return charge / strip + charge / plate + 2 * rest; }
};
/// Piecewise linear through (time [s], density); times rise from 0.
struct Tabulated {
  std::vector<std::pair<double, double>> points;
};
using Protocol = std::variant<Staircase, Ramp, Cycle, Tabulated>;

/// Voids that are at the interface from the start, all alike. A gap, which is flat, is the void of
/// equilibrium shape with as many vacancies: its surface comes to rest before it grows or fills.
struct Flaws {
  double radius = 0.0;   ///< [A] of the ground that one covers
  double density = 0.0;  ///< [1/A^2]
  double height = 0.0;   ///< [A] of a gap; 0: a void at rest
};

/// Sinks inside the metal, which hold what its far end holds: dislocations, and boundaries of
/// grains that stand in columns on the interface, side by side as planes (interface/sinks.hpp).
struct InnerSinks {
  double dislocations = 0.0;  ///< [1/A^2]; 0: none
  double core = 4.0;          ///< [A] capture radius of one
  double grains = 0.0;        ///< [A] from boundary to boundary; 0: none
};

struct Design {
  double area = 1e16;      ///< [A^2] of the interface; 1 cm²
  double thickness = 2e6;  ///< [A] of the metal, from the ceramic to its far end; 200 µm
  FarEnd far_end = FarEnd::equilibrium;
  /// [eV/A^3] on the metal. A vacancy of the metal's own costs P Ω more, Ω = a³/2, wherever a
  /// source or a sink of the metal makes it; one that joins a void takes no volume, and costs no
  /// more.
  double pressure = 0.0;
  std::optional<InnerSinks> sinks;
  Protocol protocol = Staircase{};
  std::optional<Flaws> flaws;
  double contact_loss = 0.2;  ///< share of the interface whose loss counts as the end
  bool births = true;         ///< are voids born, beside the flaws?
  bool transient = false;     ///< does the metal's field lag behind the current?
};

/// [A] How far off the far end would be if it alone took as much: the thickness without sinks
/// inside the metal (interface::effective_thickness).
[[nodiscard]] double effective_thickness(const Design&);

/// Throws InputError that says what, why and what to do.
void validate(const Design&);

}  // namespace lacuna::cell
