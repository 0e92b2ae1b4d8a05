#pragma once

#include "interface/case.hpp"
#include "nucleation/conditions.hpp"

namespace lacuna::interface {

// Vacancies of a metal may have an entropy of formation, S_f. Then its bonds are free energies, at
// the temperature T each
//   e_i(T) = e_i (1 - kT S_f / E_f),   E_f = 4 e1 + 3 e2,
// so that a vacancy costs E_f - kT S_f, and the metal holds exp(S_f - E_f/kT) of them (cell.md §5).
// All that depends on bonds at one temperature takes these, so that detailed balance is kept. E_seg
// and barriers have no part in it.

/// Throws InputError where there are no bonds to carry the entropy, or where they are gone at that
/// temperature [K].
void check_vacancy_entropy(const Metal&, double temperature);

/// The metal as it is at a temperature [K]: its bonds are their free energies, and vacancies have
/// no entropy beside them. The same where S_f = 0, bit for bit. REQUIRES an entropy that passed
/// its check.
[[nodiscard]] Metal at_temperature(Metal, double temperature);

/// The lattice's own vacancies, as a reservoir of them: E_f and S_f. Without bonds they cost
/// nothing, and there is no such reservoir.
[[nodiscard]] Reservoir own_vacancies(const Metal&);

/// What the equilibrium of voids of a case depends on. The bulk knows nothing of the ceramic: what
/// is canonical for it is the same in all cases.
[[nodiscard]] nucleation::Conditions void_conditions(const Case&, nucleation::Region);

}  // namespace lacuna::interface
