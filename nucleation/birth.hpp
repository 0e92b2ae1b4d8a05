#pragma once

#include <cstddef>
#include <span>

#include "core/error.hpp"

namespace lacuna::nucleation {

/// Voids that are born in a gas of vacancies of one fugacity.
struct Birth {
  double ln_rate;      ///< ln J, J the number born [1/s] per site (of layer 0 at the wall)
  int critical_size;   ///< n*: of the largest term of the sum
  double barrier;      ///< W*/kT = −ln N_{n*}
  double sensitivity;  ///< d ln J/d ln z: the mean of n + 1 over the terms
  double dimers;       ///< divacancies a vacancy, z Q_2/Q_1
};

/// The sum of births does not reach twice the critical void.
class CutShort : public InputError {
 public:
  using InputError::InputError;
};

/// What holds of a birth rate only within limits, each of which throws InputError with the reason.
struct BirthLimits {
  double fugacity;
  std::size_t largest;  ///< of the voids that are known
  /// Dimers share more than a tenth of the gas.
  void check_gas(const Birth&) const;
  /// The barrier is below 5 kT.
  void check_barrier(const Birth&) const;
  /// The sum is cut short (n* is beyond half the sizes), which overstates J: CutShort.
  void check_reach(const Birth&) const;
};

/// Becker & Döring, Ann. Phys. 416, 719 (1935), doi:10.1002/andp.19354160806:
///   J = 1/Σ_n 1/(f_n z N_n), N_n = Q_n zⁿ.
/// `ln_partition[n - 1]`: ln Q_n; `attachment[n - 1]`: f_n [1/s], vacancies that join a void of n
/// per unit of fugacity. Both from n = 1 without gaps. `fugacity`: z, in the dilute gas its site
/// fraction.
/// Whether that holds is not asked: cut short, the sum gives an upper bound of J.
/// REQUIRES z > 0, as many of both, two or more.
[[nodiscard]] Birth birth_sum(std::span<const double> ln_partition,
                              std::span<const double> attachment, double fugacity);
/// The same. Throws InputError where one of the limits does not hold.
[[nodiscard]] Birth birth(std::span<const double> ln_partition, std::span<const double> attachment,
                          double fugacity);

}  // namespace lacuna::nucleation
