#pragma once

namespace lacuna::cell {

/// A void draws vacancies from the metal around it, so that fewer voids are born there. In metal of
/// the thickness L the fugacity is lower by c g(ρ) at the distance ρ along the interface, g the
/// field of a point sink there with a far end that is held:
///   g(ρ) = Σ_k (−1)^k/√(ρ² + (2kL)²) = (2/L) Σ_m K_0((m − 1/2)πρ/L)
/// (images; Carslaw & Jaeger, Conduction of Heat in Solids, 2nd ed., ch. 14). What goes by exp(x z)
/// is kept from a ground
///   F = ∫ 2πρ [1 − exp(−w g L)] dρ,  w = x c/L,
/// and voids that lie at random leave the share exp(−Σ F) of it, over voids per area (Campbell's
/// theorem for a Poisson process). Where it is, weighed by itself, the fugacity is lower by
/// Σ dF/dx.
struct Shadow {
  struct Ground {
    double value;  ///< F by L²
    double slope;  ///< dF/d ln w by L²
  };
  /// From a table in ln w.
  [[nodiscard]] static Ground ground(double ln_strength);
  /// g L at ρ/L.
  [[nodiscard]] static double field(double distance);
  /// What is tabulated.
  [[nodiscard]] static double integral(double strength);
};

}  // namespace lacuna::cell
