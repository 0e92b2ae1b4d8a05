#pragma once

#include <optional>

#include "interface/case.hpp"

namespace lacuna::interface {

/// Sodium's tracer self-diffusion as measured [A^2/s],
///   D = 0.72 exp(-11.5 kcal/RT) + 0.0057 exp(-8.53 kcal/RT) cm^2/s,
/// J. N. Mundy, Phys. Rev. B 3, 2431 (1971), doi:10.1103/PhysRevB.3.2431, between 195 and 371 K;
/// the numbers are those that handbooks quote. At 300 K 6.5e-9 cm^2/s, as Mundy, Barr & Smith,
/// Philos. Mag. 14, 785 (1966), doi:10.1080/14786436608211972 (0 to 97 C, 0.145 exp(-10.09
/// kcal/RT)); Nachtrieb, Catalano & Weil, J. Chem. Phys. 20, 1185 (1952) have 5.9e-9.
[[nodiscard]] double measured_self_diffusion(double temperature);

/// What the metal itself carries by its own vacancies, which a measurement knows: every absolute
/// current at battery scale is proportional to it (cell.md §5).
struct SelfDiffusion {
  double model;     ///< c_eq D_v f [A^2/s]
  double measured;  ///< of sodium [A^2/s]
  [[nodiscard]] double ratio() const { return model / measured; }
};
/// At the temperature of a case: D_v = k_b a^2 of an isolated vacancy, clock factor included,
/// c_eq = exp(S_f - E_f/kT) of the lattice, without bonds of the reservoir, and f = 0.7272 of a
/// vacancy on bcc (Montet, Phys. Rev. B 7, 650 (1973), doi:10.1103/PhysRevB.7.650). Empty where
/// there are neither: vacancies then have no concentration of their own.
[[nodiscard]] std::optional<SelfDiffusion> self_diffusion(const Case&);

}  // namespace lacuna::interface
