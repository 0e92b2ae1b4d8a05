#include "ensemble/resampling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("a resample draws every value equally often, with replacement") {
  const std::vector<double> values{0, 1, 2, 3};
  std::vector<double> drawn(values.size()), counts(values.size(), 0.0);
  kmc::Stream stream(test::seed(1), 0);
  constexpr int resamples = 10000;
  int repeated = 0;
  for (int n = 0; n < resamples; ++n) {
    resample(values, drawn, stream);
    for (const double v : drawn) counts[static_cast<std::size_t>(v)] += 1;
    std::sort(drawn.begin(), drawn.end());
    repeated += std::adjacent_find(drawn.begin(), drawn.end()) != drawn.end() ? 1 : 0;
  }
  const std::vector<double> expected(values.size(), resamples);
  CHECK(std::abs(test::chi_square_deviate(counts, expected)) < test::allowed);
  const double all_different = 24.0 / 256;
  const double error = std::sqrt(resamples * all_different * (1 - all_different));
  CHECK(std::abs(resamples - repeated - resamples * all_different) < test::allowed * error);
}

TEST_CASE("the studentised interval turns the quantiles of the pivots around") {
  // Of 39 pivots -19 .. 19, rank 0.025 * 40 = 1 is -19 and rank 39 is 19; shifted, they are not
  // symmetric, and the upper one makes the lower end.
  std::vector<double> pivots;
  for (int t = -19; t <= 19; ++t) pivots.push_back(t + 2);
  const Interval interval = studentised_interval(10, 0.5, pivots, 0.95);
  CHECK(interval.low == doctest::Approx(10 - 21 * 0.5));
  CHECK(interval.high == doctest::Approx(10 + 17 * 0.5));
  CHECK(studentised_interval(10, 0, pivots, 0.95).high == 10);
}

TEST_CASE("resamples without an estimate widen both ends, to infinity when they are many") {
  std::vector<double> pivots;
  for (int t = 1; t <= 199; ++t) pivots.push_back(t);
  const Interval all = studentised_interval(0, 1, pivots, 0.9);
  CHECK(all.low == doctest::Approx(-190));
  CHECK(all.high == doctest::Approx(-10));
  pivots[100] = std::nan("");
  const Interval one_lost = studentised_interval(0, 1, pivots, 0.9);
  CHECK(one_lost.low == doctest::Approx(-191));
  CHECK(one_lost.high == doctest::Approx(-9));
  std::fill_n(pivots.begin(), 20, std::numeric_limits<double>::infinity());
  const Interval many_lost = studentised_interval(0, 1, pivots, 0.9);
  CHECK(std::isinf(many_lost.low));
  CHECK(std::isinf(many_lost.high));
}

TEST_CASE("the interval of a mean moves and scales with the values, and repeats with its stream") {
  const std::vector<double> values{1, 2, 3, 5, 8, 13, 21, 34};
  std::vector<double> mapped;
  for (const double v : values) mapped.push_back(100 + 4 * v);
  kmc::Stream one(7, 0), same(7, 0), other(8, 0);
  const Estimate a = mean_with_interval(values, {}, one), b = mean_with_interval(mapped, {}, same);
  CHECK(a.value == doctest::Approx(87.0 / 8));
  CHECK(b.interval.low == doctest::Approx(100 + 4 * a.interval.low));
  CHECK(b.interval.high == doctest::Approx(100 + 4 * a.interval.high));
  const Estimate c = mean_with_interval(values, {}, other);
  CHECK(c.interval.low != a.interval.low);
  // Skewed upwards, so is the interval.
  CHECK(a.interval.high - a.value > 1.5 * (a.value - a.interval.low));
}

TEST_CASE("one replica has no interval") {
  kmc::Stream stream(1, 0);
  CHECK_THROWS_AS(mean_with_interval(std::vector<double>{1.0}, {}, stream), Error);
}
