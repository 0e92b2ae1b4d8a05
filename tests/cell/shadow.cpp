#include "cell/shadow.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>

namespace lacuna::cell {

using std::numbers::pi;

TEST_CASE("the field of a point sink is the same by images and by Bessel functions") {
  const auto by_images = [](double rho) {
    double sum = 1 / rho;
    for (int k = 1; k < 200'000; ++k) sum += 2 * (k % 2 ? -1 : 1) / std::hypot(rho, 2.0 * k);
    return sum + 1 / std::hypot(rho, 400'000.0);
  };
  for (const double rho : {0.01, 0.3, 0.499, 0.5, 0.7, 1.5})
    CHECK(Shadow::field(rho) == doctest::Approx(by_images(rho)).epsilon(1e-6));
  // near the sink, that of a half-space less what the far end gives back
  CHECK(Shadow::field(1e-3) == doctest::Approx(1e3 - std::log(2.0)).epsilon(1e-6));
  // far away, the first wave alone
  CHECK(Shadow::field(6) == doctest::Approx(2 * std::cyl_bessel_k(0.0, 3 * pi)).epsilon(1e-6));
}

namespace {
double ground(double strength) { return Shadow::ground(std::log(strength)).value; }
}  // namespace

TEST_CASE("weak shadows add up, strong ones are grounds that are dark") {
  for (const double w : {1e-9, 1e-5}) CHECK(ground(w) == doctest::Approx(2 * pi * w).epsilon(2e-3));
  // a void that draws so strongly shades by its nearness alone: 1 − exp(−w/ρ) over the half-space
  // up to where the far end is felt
  double direct = 0.0;
  constexpr int steps = 400'000;
  const double w = 3.0, end = 14.0;
  for (int n = 0; n < steps; ++n) {
    const double rho = end * (n + 0.5) / steps;
    if (rho > 0.2 && n % 20) continue;  // coarser there
    const double width = rho > 0.2 ? 20 * end / steps : end / steps;
    direct += 2 * pi * rho * (1 - std::exp(-w * Shadow::field(rho))) * width;
  }
  CHECK(ground(w) == doctest::Approx(direct).epsilon(2e-3));
  CHECK(ground(3.1) == doctest::Approx(Shadow::integral(3.1)).epsilon(1e-4));
  for (const double strength : {1e-8, 1e-3, 0.2, 3.0, 100.0}) {
    const double slope = (ground(strength * 1.05) - ground(strength / 1.05)) / (2 * std::log(1.05));
    CHECK(Shadow::ground(std::log(strength)).slope == doctest::Approx(slope).epsilon(1e-3));
  }
}

}  // namespace lacuna::cell
