#include "ensemble/kaplan_meier.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

constexpr auto left = Censored::left, right = Censored::right;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Observation> exact(std::initializer_list<double> values) {
  std::vector<Observation> observations;
  for (const double v : values) observations.push_back({v});
  return observations;
}

/// The same seen in a mirror.
std::vector<Observation> reflected(std::vector<Observation> observations) {
  for (Observation& o : observations) {
    o.value = -o.value;
    o.censored = o.censored == left ? right : o.censored == right ? left : Censored::no;
  }
  return observations;
}

}  // namespace

TEST_CASE("without censoring the distribution is the empirical one, with binomial errors") {
  const KaplanMeier estimate(exact({3, 1, 2, 2}));
  REQUIRE(estimate.steps().size() == 3);
  CHECK(estimate.steps()[1].mass == doctest::Approx(0.5));
  CHECK(estimate.cumulated()[0] == doctest::Approx(0.25));
  REQUIRE(estimate.errors().size() == 3);
  CHECK(estimate.errors()[0] == doctest::Approx(std::sqrt(0.25 * 0.75 / 4)));
  CHECK(estimate.errors()[2] == doctest::Approx(0));
  CHECK(estimate.effective_observations() == doctest::Approx(4));
  CHECK(estimate.median() == 2);
}

TEST_CASE(
    "the product limit of right-censored onsets is that of the textbook, with Greenwood's errors") {
  // At risk 5, 3 and 1: S = 4/5, then 4/5 * 2/3, then 0.
  const KaplanMeier estimate(std::vector<Observation>{{1}, {2, right}, {3}, {4, right}, {5}});
  REQUIRE(estimate.cumulated().size() == 3);
  CHECK(1 - estimate.cumulated()[0] == doctest::Approx(4.0 / 5));
  CHECK(1 - estimate.cumulated()[1] == doctest::Approx(4.0 / 5 * 2 / 3));
  const double greenwood = 1.0 / (5 * 4) + 1.0 / (3 * 2);
  CHECK(estimate.errors()[1] == doctest::Approx(4.0 / 5 * 2 / 3 * std::sqrt(greenwood)));
  CHECK(estimate.median() == 5);
  CHECK(estimate.effective_observations() < 5);
}

TEST_CASE("an onset is not lost to a replica that ended at the same current") {
  // At 2: one of 3 at risk has its onset, another ends.
  const KaplanMeier estimate(std::vector<Observation>{{2, right}, {2}, {3}});
  CHECK(estimate.cumulated()[0] == doctest::Approx(1.0 / 3));
  CHECK(estimate.cumulated()[1] == doctest::Approx(1));
}

TEST_CASE("what was not seen above or below keeps its mass there") {
  const KaplanMeier estimate(std::vector<Observation>{{1, left}, {1, left}, {2}, {3}, {4, right}});
  REQUIRE(estimate.steps().size() == 4);
  CHECK(estimate.steps().front().low == -infinity);
  CHECK(estimate.steps().front().high == 1);
  CHECK(estimate.steps().front().mass == doctest::Approx(0.4));
  CHECK(estimate.steps().back().mass == doctest::Approx(0.2));
  CHECK(estimate.median() == 2);
  CHECK(std::isinf(KaplanMeier(std::vector<Observation>{{1}, {4, right}, {4, right}}).median()));
}

TEST_CASE("both kinds of censoring together settle on what agrees with itself") {
  // Masses p, q, 1-p-q at 1, 2, 3; one onset seen at each, one at or below 2, one above 1.
  // Self-consistency: 5p = 1 + p/(p+q); 5q = 1 + q/(p+q) + q/(q+r); by symmetry p = r.
  const KaplanMeier estimate(std::vector<Observation>{{1}, {2}, {3}, {2, left}, {1, right}});
  REQUIRE(estimate.steps().size() == 3);
  const double p = estimate.steps()[0].mass, q = estimate.steps()[1].mass;
  CHECK(estimate.steps()[2].mass == doctest::Approx(p));
  CHECK(5 * p == doctest::Approx(1 + p / (p + q)));
  CHECK(5 * q == doctest::Approx(1 + 2 * q / (p + q)));
}

TEST_CASE("mass between a bound from below and a bound from above lies between them") {
  const KaplanMeier estimate(std::vector<Observation>{{1, right}, {2, left}});
  REQUIRE(estimate.steps().size() == 1);
  CHECK(estimate.steps()[0].low == 1);
  CHECK(estimate.steps()[0].high == 2);
  CHECK(estimate.median() == 1.5);
}

TEST_CASE(
    "the median's interval of eight onsets lies between the first and the second from each end") {
  // P(median within ranks d .. 9-d) = 1 - 2 P(Binomial(8, 1/2) < d).
  const double outer = 1 - 2 * 1.0 / 256, inner = 1 - 2 * 9.0 / 256;
  const double between = (outer - 0.95) / (outer - inner), inward = 7 * between / (1 + 6 * between);
  const Estimate estimate =
      KaplanMeier(exact({1, 2, 4, 8, 16, 32, 64, 128})).median_with_interval(0.95);
  CHECK(estimate.value == 12);
  CHECK(estimate.interval.low == doctest::Approx(1 + inward));
  CHECK(estimate.interval.high == doctest::Approx(128 - 64 * inward));
  CHECK(estimate.error == doctest::Approx((127 - 65 * inward) / (2 * 1.959963984540054)));
}

TEST_CASE("a mirror turns estimates and intervals around") {
  const std::vector<Observation> seen{{1, left}, {2}, {2.5}, {3, right}, {3.5},
                                      {4},       {4}, {5},   {6},        {7}};
  const Estimate a = KaplanMeier(seen).median_with_interval(0.95);
  const Estimate b = KaplanMeier(reflected(seen)).median_with_interval(0.95);
  REQUIRE(std::isfinite(a.interval.high - a.interval.low));
  CHECK(b.value == doctest::Approx(-a.value));
  CHECK(b.interval.low == doctest::Approx(-a.interval.high));
  CHECK(b.interval.high == doctest::Approx(-a.interval.low));
}

TEST_CASE("censoring away from the median leaves its interval alone until an end is hidden") {
  const auto interval = [](int hidden) {
    std::vector<Observation> observations;
    for (int n = 1; n <= 16; ++n)
      observations.push_back(n > 16 - hidden ? Observation{15.5 - hidden + 1, right}
                                             : Observation{1.0 * n});
    return KaplanMeier(observations).median_with_interval(0.95).interval;
  };
  CHECK(interval(3).low == doctest::Approx(interval(0).low));
  CHECK(interval(3).high == doctest::Approx(interval(0).high));
  CHECK(std::isfinite(interval(6).low));
  CHECK(interval(6).high == infinity);
}

TEST_CASE("five replicas cannot bound a median at 95 %") {
  const Estimate estimate = KaplanMeier(exact({1, 2, 3, 4, 5})).median_with_interval(0.95);
  CHECK(estimate.value == 3);
  CHECK(estimate.interval.low == -infinity);
  CHECK(estimate.interval.high == infinity);
  CHECK(std::isfinite(
      KaplanMeier(exact({1, 2, 3, 4, 5, 6})).median_with_interval(0.95).interval.low));
}

TEST_CASE("no replicas, or one without a current, have no distribution") {
  CHECK_THROWS_AS(KaplanMeier({}), Error);
  CHECK_THROWS_AS(KaplanMeier(exact({1, -infinity})), Error);
}
