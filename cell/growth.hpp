#pragma once

#include "cell/boundary.hpp"
#include "cell/sources.hpp"

namespace lacuna::cell {

/// How voids at the interface grow, by u = n^{2/3}, which rises linearly in time where nothing but
/// diffusion limits it, and to which the ground that they cover is proportional.
///   dn/dt = f_n (z0 − z_n), z_n = Q_n/Q_{n+1};
/// f_n is that of the walk up to the largest void counted, and rises from there on as
/// Smoluchowski's 4π k_b C/a, C the capacity √(S/2π) of a cap of the surface S with the equilibrium
/// contact angle (exact for a half-sphere, 2 % above for a touching sphere; Chow & Yovanovich, J.
/// Appl. Phys. 53, 8470 (1982), doi:10.1063/1.330542).
class Growth {
 public:
  Growth(const interface::Case&, const Source& wall);

  /// u of voids as they are born: the largest counted, well above the critical size.
  [[nodiscard]] double newborn() const { return newborn_; }
  /// f_n [1/s] at u.
  [[nodiscard]] double capture(double u) const;
  /// z_n at u.
  [[nodiscard]] double threshold(double u) const;
  /// The share of newborn voids that grow on in a gas of fugacity z, the others dissolving:
  /// Zeldovich's ½ erfc[ln(z_n/z)/√(−2 d ln z_n/dn)], a half where z is their own threshold.
  [[nodiscard]] double lasting(double fugacity) const;
  /// [A^2] Ground that a void covers: so much times u.
  [[nodiscard]] double ground() const { return ground_; }
  /// [A] Height of a cap, by the cube root of its number of vacancies.
  [[nodiscard]] double height() const { return height_; }

 private:
  const nucleation::Voids& voids_;
  double largest_, newborn_;
  double capacity_;                                ///< 4π k_b C/a by the cube root of n [1/s]
  double largest_capture_;                         ///< f_n of the largest, less that [1/s]
  double ln_newborn_threshold_, threshold_width_;  ///< of newborn ones, the width of ln z
  double ground_, height_;
};

}  // namespace lacuna::cell
