#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "interface/case.hpp"

namespace lacuna::cell {

/// What is not known of a metal whatever the hypothesis: one standard deviation each, around what
/// the hypothesis states. By default what is known of sodium: E_f and S_f of Feder & Charbnau,
/// Phys. Rev. 149, 464 (1966), doi:10.1103/PhysRev.149.464, who fit both to concentrations between
/// 288 K and the melting point, so that their errors go together (docs/decisions/0014-prior.md).
struct Prior {
  int draws = 128;                 ///< of values for all of them; 0: the hypothesis is exact
  double formation_energy = 0.03;  ///< [eV] of E_f
  double vacancy_entropy = 1.1;    ///< [k] of S_f
  double correlation = 0.85;       ///< of E_f and S_f
  double attempt_frequency = 3.0;  ///< factor on all attempt frequencies
  double bond_ratio = 1.4;         ///< factor on ε2/ε1 at the same E_f: surface energies
};

/// Standard normal deviates of E_f, of S_f apart from E_f, of ln ν and of ln(ε2/ε1).
using Deviates = std::array<double, 4>;
/// So many points of Halton's sequence (Numer. Math. 2, 84 (1960), doi:10.1007/BF01386213), as
/// normal deviates: the same for every case, so that temperatures and hypotheses can be compared
/// draw by draw.
[[nodiscard]] std::vector<Deviates> deviates(int draws);

/// The case with the values of one draw. Without bonds only attempt frequencies change, and ε2/ε1
/// stays where one of the two is 0. Throws InputError where no vacancy can have these values.
[[nodiscard]] interface::Case drawn(interface::Case, const Prior&, const Deviates&);

}  // namespace lacuna::cell
