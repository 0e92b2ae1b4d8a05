#pragma once

#include <optional>
#include <string_view>

#include "interface/case.hpp"

namespace lacuna::interface {

/// What the metal itself carries by its own vacancies, which a measurement knows: every absolute
/// current at battery scale is proportional to it (cell.md §5).
struct SelfDiffusion {
  double model;            ///< c_eq D_v f [A^2/s]
  double measured;         ///< of a tracer [A^2/s]
  std::string_view metal;  ///< in which: the case's by its lattice constant, else sodium
  [[nodiscard]] double ratio() const { return model / measured; }
};
/// At the temperature of a case: D_v = k_b a^2 of an isolated vacancy, clock factor included,
/// c_eq = exp(S_f - E_f/kT) of the lattice, without bonds of the reservoir, and f = 0.7272 of a
/// vacancy on bcc (Montet, Phys. Rev. B 7, 650 (1973), doi:10.1103/PhysRevB.7.650). Empty where
/// there are neither: vacancies then have no concentration of their own.
[[nodiscard]] std::optional<SelfDiffusion> self_diffusion(const Case&);

}  // namespace lacuna::interface
