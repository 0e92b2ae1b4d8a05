#include "ensemble/normal.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace lacuna::ensemble {

namespace {

constexpr double log_sqrt_two_pi = 0.918938533204672741780329736406;
constexpr double sqrt_half = 0.707106781186547524400844362105;

/// Below this, erfc leaves the normal range of doubles soon and the continued fraction is exact.
constexpr double far_tail = -25.0;

/// Phi(z) / phi(z) for z < far_tail: Mills' ratio, by its continued fraction (Abramowitz & Stegun,
/// eq. 26.2.14).
double mills_far(double z) {
  const double x = -z;
  double fraction = x;
  for (int k = 12; k > 0; --k) fraction = x + k / fraction;
  return 1 / fraction;
}

}  // namespace

double log_normal_density(double z) { return -z * z / 2 - log_sqrt_two_pi; }

double log_normal_probability(double z) {
  if (std::isinf(z)) return z > 0 ? 0.0 : z;
  if (z > 0) return std::log1p(-std::erfc(z * sqrt_half) / 2);
  if (z > far_tail) return std::log(std::erfc(-z * sqrt_half) / 2);
  return log_normal_density(z) + std::log(mills_far(z));
}

double inverse_mills(double z) {
  if (z < far_tail) return 1 / mills_far(z);
  return std::exp(log_normal_density(z) - log_normal_probability(z));
}

double two_sided_deviate(double level) {
  return boost::math::quantile(boost::math::normal_distribution<double>(), (1 + level) / 2);
}

}  // namespace lacuna::ensemble
