#pragma once

#include <array>
#include <span>
#include <string_view>

#include "interface/case.hpp"

namespace lacuna::interface {

/// A term of a tracer's diffusion, D0 exp(-Q/kT).
struct DiffusionTerm {
  double prefactor = 0.0;   ///< D0 [cm^2/s]
  double activation = 0.0;  ///< Q [eV]
};

/// What was measured of a bcc metal at room temperature, and where. What a case takes from it is
/// where a case starts: the last two texts say how far the numbers are to be trusted.
struct KnownMetal {
  std::string_view symbol;
  std::string_view name;
  double lattice_constant;              ///< [A], near 295 K
  double melting_point;                 ///< [K], CRC Handbook of Chemistry and Physics
  double hop_barrier;                   ///< [eV]
  double attempt_frequency;             ///< [1/s]
  double formation_energy;              ///< E_f of a vacancy [eV]
  double formation_entropy;             ///< S_f [k]
  std::array<DiffusionTerm, 2> tracer;  ///< whose sum was measured
  std::string_view sources;
  std::string_view uncertain;

  /// Both bonds [eV]: with e1 = e2 a vacancy costs 7 of them; four digits.
  [[nodiscard]] double bond() const;
  /// Of the lattice [cm^3/mol]: a^3/2 of each atom.
  [[nodiscard]] double molar_volume() const;
  /// Tracer self-diffusion as measured [A^2/s]; beyond the temperatures of the measurement
  /// extrapolated.
  [[nodiscard]] double tracer_diffusion(double temperature) const;
};

/// Sodium first, which everything else here is about.
[[nodiscard]] std::span<const KnownMetal> known_metals();

/// The metal with that lattice constant [angstrom], within 2 %; null: none that is known.
[[nodiscard]] const KnownMetal* known_metal(double lattice_constant);

/// Put the numbers of a metal into a case's: lattice constant, bulk hops, bonds and S_f.
void set_metal(Metal&, const KnownMetal&);

}  // namespace lacuna::interface
