#pragma once

#include <vector>

#include "interface/case.hpp"

namespace lacuna::cell {

/// Contact lost to vacancies that do not attract each other, at a steady current j. Where all sites
/// are alike θ is that of r(θ), interface/theory.hpp. Classes of sites share the strips by their
/// weights w, and the gas x of the layer above: as many vacancies are made at a site as leave it,
///   w λ (1 − θ) = u [k_inj θ (1 − x) − k_ret x (1 − θ)],  x = r m/(u k_b),
/// in the mean field of r(θ), m layers below the sink; λ follows from r = Σ share w λ (1 − θ).
/// Hops across borders within layer 0 are left out. In thick metal they change nothing, as each
/// class is in balance with the one gas, θ/(1 − θ) = x exp(E_seg/kT).
class Coverage {
 public:
  /// Throws InputError where no theory is about the case, which interface/theory.hpp says.
  explicit Coverage(const interface::Case&);

  /// Current [1/(A^2 s)] that keeps the share `coverage` of all sites vacant; rises with it.
  [[nodiscard]] double density(double coverage) const;
  /// Its inverse; 1 where the current is more than that of 1.
  [[nodiscard]] double at(double density) const;
  /// Odds of a vacancy in layer 0 of class 0 without its E_seg.
  [[nodiscard]] double fugacity(double density) const;

 private:
  struct Sites {
    double share, weight;
    double out, back;    ///< u k_inj, u k_ret [1/s]
    double segregation;  ///< [kT]
  };
  [[nodiscard]] double gas(double density) const { return density * gas_per_density_; }
  [[nodiscard]] double stripping(double density) const;
  [[nodiscard]] static double of(const Sites&, double stripping, double gas);

  interface::Case alike_;  ///< as if all were of class 0
  std::vector<Sites> sites_;
  double site_area_, gas_per_density_ = 0.0;
};

/// The least x of 0 to 1 at which `reached(x)`, else 1. REQUIRES that, once reached, it stays so.
template <class Reached>
[[nodiscard]] double first_share(const Reached& reached) {
  double low = 0.0, high = 1.0;
  for (int n = 0; n < 60; ++n) {
    const double middle = (low + high) / 2;
    (reached(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace lacuna::cell
