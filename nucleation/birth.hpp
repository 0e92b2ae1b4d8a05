#pragma once

#include <span>

namespace lacuna::nucleation {

/// Voids that are born in a gas of vacancies of one fugacity.
struct Birth {
  double ln_rate;      ///< ln J, J the number born [1/s] per site (of layer 0 at the wall)
  int critical_size;   ///< n*: of the largest term of the sum
  double barrier;      ///< W*/kT = −ln N_{n*}
  double sensitivity;  ///< d ln J/d ln z: the mean of n + 1 over the terms
};

/// Becker & Döring, Ann. Phys. 416, 719 (1935), doi:10.1002/andp.19354160806:
///   J = 1/Σ_n 1/(f_n z N_n), N_n = Q_n zⁿ.
/// `ln_partition[n - 1]`: ln Q_n; `attachment[n - 1]`: f_n [1/s], vacancies that join a void of n
/// per unit of fugacity. Both from n = 1 without gaps. `fugacity`: z, in the dilute gas its site
/// fraction.
/// Throws InputError where the formula does not hold: dimers share more than a tenth of the gas
/// (z Q_2/Q_1), the barrier is below 5 kT, or the sum is cut short (n* is beyond half the sizes),
/// which would overstate J. REQUIRES z > 0, as many of both, two or more.
[[nodiscard]] Birth birth(std::span<const double> ln_partition, std::span<const double> attachment,
                          double fugacity);

}  // namespace lacuna::nucleation
