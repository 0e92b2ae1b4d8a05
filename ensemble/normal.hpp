#pragma once

namespace lacuna::ensemble {

/// The standard normal distribution, in logarithms that hold far out in the tails, where
/// probabilities themselves are 0 in double precision.

/// ln phi(z).
[[nodiscard]] double log_normal_density(double z);
/// ln Phi(z).
[[nodiscard]] double log_normal_probability(double z);
/// phi(z) / Phi(z) = d ln Phi / dz.
[[nodiscard]] double inverse_mills(double z);
/// z with Phi(z) = (1 + level) / 2: 1.96 for 0.95.
[[nodiscard]] double two_sided_deviate(double level);

}  // namespace lacuna::ensemble
