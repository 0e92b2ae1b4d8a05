#include "cell/shadow.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace lacuna::cell {
namespace {

constexpr double ln_first = -14, ln_last = 14, ln_step = 0.02;

}  // namespace

double Shadow::field(double distance) {
  constexpr double far_enough = 0.5;
  double sum = 0.0;
  if (distance >= far_enough) {
    for (int m = 0; m < 24; ++m) {
      const double argument = (m + 0.5) * std::numbers::pi * distance;
      if (argument > 40) break;
      sum += 2 * std::cyl_bessel_k(0.0, argument);
    }
    return sum;
  }
  // The images' alternating sum ends in the mean of its last two values.
  const auto image = [&](int k) { return 2 * (k % 2 ? -1 : 1) / std::hypot(distance, 2.0 * k); };
  constexpr int images = 4000;
  for (int k = 1; k < images; ++k) sum += image(k);
  return 1 / distance + sum + image(images) / 2;
}

double Shadow::integral(double strength) {
  // By Simpson's rule in ln ρ, from where no void is smaller.
  constexpr double first = 1e-9, last = 12;
  constexpr int intervals = 600;
  static const double step = std::log(last / first) / intervals;
  const auto distance = [](int n) { return first * std::exp(step * n); };
  static const std::vector<double> fields = [&] {
    std::vector<double> all;
    for (int n = 0; n <= intervals; ++n) all.push_back(field(distance(n)));
    return all;
  }();
  double sum = 0.0;
  for (int n = 0; n <= intervals; ++n) {
    const double rho = distance(n), weight = n == 0 || n == intervals ? 1 : n % 2 ? 4 : 2;
    sum -= weight * rho * rho * std::expm1(-strength * fields[static_cast<std::size_t>(n)]);
  }
  return 2 * std::numbers::pi * step / 3 * sum;
}

// Weak voids' shadows add up, F = 2π w L².
Shadow::Ground Shadow::ground(double ln_strength) {
  static const std::vector<double> ln_ground = [] {  // at equal steps of ln w
    std::vector<double> all;
    for (double ln_w = ln_first; ln_w < ln_last + ln_step / 2; ln_w += ln_step)
      all.push_back(std::log(integral(std::exp(ln_w))));
    return all;
  }();
  static const std::vector<double> power = [] {  // d ln F/d ln w
    std::vector<double> all(ln_ground.size(), 1.0);
    for (std::size_t n = 1; n + 1 < all.size(); ++n)
      all[n] = (ln_ground[n + 1] - ln_ground[n - 1]) / (2 * ln_step);
    all.back() = all[all.size() - 2];
    return all;
  }();
  if (!(ln_strength > ln_first)) {
    const double weak = 2 * std::numbers::pi * std::exp(ln_strength);
    return {weak, weak};
  }
  const double place = (ln_strength - ln_first) / ln_step;
  const auto n = std::min(static_cast<std::size_t>(place), ln_ground.size() - 2);
  const double share = place - static_cast<double>(n);
  const double value = std::exp((1 - share) * ln_ground[n] + share * ln_ground[n + 1]);
  return {value, value * ((1 - share) * power[n] + share * power[n + 1])};
}

}  // namespace lacuna::cell
