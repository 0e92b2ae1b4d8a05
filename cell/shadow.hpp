#pragma once

namespace lacuna::cell {

/// A void draws vacancies from the metal around it, so that less are born there. In metal of the
/// thickness L the fugacity is lower by c g(ρ) at the distance ρ along the interface, g the field
/// of a point sink there with a far end that is held:
///   g(ρ) = Σ_k (−1)^k/√(ρ² + (2kL)²) = (2/L) Σ_m K_0((m − 1/2)πρ/L)
/// (images; Carslaw & Jaeger, Conduction of Heat in Solids, 2nd ed., ch. 14). Births, which go by
/// exp(s δz/z), are kept from a ground
///   F = ∫ 2πρ [1 − exp(−w g L)] dρ,  w = s c/(z L),
/// and of voids that lie at random they keep the share exp(−Σ F) over voids per area (Campbell's
/// theorem for a Poisson process).
struct Shadow {
  /// F by L², from a table. REQUIRES w >= 0.
  [[nodiscard]] static double ground(double strength);
  /// g L at ρ/L.
  [[nodiscard]] static double field(double distance);
  /// What is tabulated.
  [[nodiscard]] static double integral(double strength);
};

}  // namespace lacuna::cell
