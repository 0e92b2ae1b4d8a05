#include "ensemble/normal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace lacuna::ensemble;

TEST_CASE("logarithms of normal probabilities are right where the probabilities are ordinary") {
  for (const double z : {-5.0, -1.0, 0.0, 0.5, 3.0}) {
    const double phi = std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979323846);
    const double probability = std::erfc(-z / std::sqrt(2.0)) / 2;
    CHECK(log_normal_density(z) == doctest::Approx(std::log(phi)).epsilon(1e-13));
    CHECK(log_normal_probability(z) == doctest::Approx(std::log(probability)).epsilon(1e-13));
    CHECK(inverse_mills(z) == doctest::Approx(phi / probability).epsilon(1e-13));
  }
  CHECK(two_sided_deviate(0.95) == doctest::Approx(1.959963984540054));
}

TEST_CASE(
    "logarithms of normal probabilities go on where the probabilities are 0 in double precision") {
  // Phi(-z) = phi(z)/z (1 - 1/z^2 + 3/z^4 - 15/z^6 ...), Abramowitz & Stegun 26.2.12.
  for (const double z : {26.0, 40.0, 1000.0}) {
    const double series = 1 - 1 / (z * z) + 3 / std::pow(z, 4) - 15 / std::pow(z, 6);
    CHECK(log_normal_probability(-z) ==
          doctest::Approx(log_normal_density(z) + std::log(series / z)).epsilon(1e-11));
    CHECK(inverse_mills(-z) == doctest::Approx(z / series).epsilon(1e-6));
  }
  CHECK(log_normal_probability(-25 - 1e-9) ==
        doctest::Approx(log_normal_probability(-25 + 1e-9)).epsilon(1e-8));
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(log_normal_probability(infinity) == 0);
  CHECK(log_normal_probability(-infinity) == -infinity);
}
