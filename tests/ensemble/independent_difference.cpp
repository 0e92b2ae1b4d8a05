#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "ensemble/resampling.hpp"

using namespace lacuna::ensemble;

TEST_CASE(
    "the interval of a difference of two independent estimates holds it as often as it says") {
  // Normal estimates of known error: the interval is exact, and 95 % of drawn differences are in
  // it.
  constexpr double z = 1.959963984540054;  // 97.5 % quantile of the standard normal
  const auto estimate = [](double value, double error) {
    return Estimate{value, error, {value - z * error, value + z * error}};
  };
  const Estimate d = independent_difference(estimate(2.0, 0.3), estimate(5.0, 0.4));
  CHECK(d.value == doctest::Approx(3.0));
  CHECK(d.error == doctest::Approx(0.5));
  CHECK(d.interval.low == doctest::Approx(3.0 - z * 0.5));
  CHECK(d.interval.high == doctest::Approx(3.0 + z * 0.5));
  std::mt19937_64 random(3);
  std::normal_distribution<double> first(2.0, 0.3), second(5.0, 0.4);
  constexpr int draws = 20000;
  int inside = 0;
  for (int n = 0; n < draws; ++n) inside += d.interval.contains(second(random) - first(random));
  const double tolerance = 4 * std::sqrt(0.95 * 0.05 / draws);
  CHECK(inside / double{draws} == doctest::Approx(0.95).epsilon(tolerance));
}

TEST_CASE("each end of a difference's interval is made of the ends that lead there") {
  const Estimate from{1.0, 1.0, {0.0, 5.0}}, to{2.0, 1.0, {-1.0, 2.5}};
  const Estimate d = independent_difference(from, to);
  CHECK(d.interval.low == doctest::Approx(1.0 - 5.0));                        // 3 and 4
  CHECK(d.interval.high == doctest::Approx(1.0 + std::sqrt(0.5 * 0.5 + 1)));  // 0.5 and 1
}
