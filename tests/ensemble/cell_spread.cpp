#include "ensemble/cell_spread.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "ensemble/normal.hpp"
#include "tests/ensemble/fabricated_cells.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

constexpr double beyond = std::numeric_limits<double>::infinity();
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// Evenly spread over -1 to 1.
std::vector<double> even(int count) {
  std::vector<double> values;
  for (int n = 0; n < count; ++n) values.push_back(-1 + 2.0 * n / (count - 1));
  return values;
}

}  // namespace

TEST_CASE("a factor in the births moves ln j by its logarithm over the sensitivity to j") {
  cell::Outcome outcome = test::made_up_cell(1.0, 0.2);
  CHECK(birth_shift(outcome) == doctest::Approx(std::log(birth_factor) / 31));
  outcome.far_fugacity = 0.75 * outcome.at_first_void->fugacity;  // the current makes a quarter
  CHECK(birth_shift(outcome) == doctest::Approx(4 * std::log(birth_factor) / 31));
  outcome.at_first_void.reset();
  CHECK(birth_shift(outcome) == 0);
}

TEST_CASE("a prior's spread is the deviation and the quantiles of the draws that are known") {
  std::vector<double> shifts = even(1001);
  const auto all = prior_spread(shifts, 0.9);
  REQUIRE(all.has_value());
  CHECK(all->deviation == doctest::Approx(1 / std::sqrt(3)).epsilon(0.01));
  CHECK(all->interval.low == doctest::Approx(-0.9));
  CHECK(all->interval.high == doctest::Approx(0.9));
  CHECK(all->draws == 1001);
}

TEST_CASE("draws without an onset are an open end, and no draw makes the interval narrower") {
  const auto all = prior_spread(even(1001), 0.9).value();
  std::vector<double> shifts = even(1001);
  // Those of most current are beyond the protocol: the same quantiles as long as they are known.
  for (std::size_t n = 960; n < 1001; ++n) shifts[n] = beyond;
  const auto few = prior_spread(shifts, 0.9).value();
  CHECK(few.draws == 960);
  CHECK(few.interval.low == all.interval.low);
  CHECK(few.interval.high == all.interval.high);
  for (std::size_t n = 949; n < 960; ++n) shifts[n] = beyond;
  const auto more = prior_spread(shifts, 0.9).value();
  CHECK(more.interval.low == all.interval.low);
  CHECK(std::isinf(more.interval.high));
  // The deviation of what is left would be less. As far as the farthest, 52 at 0.896, it is
  // nearly that of all; and not known once the middle 68 % are not.
  const double left = more.deviation, whole = all.deviation;
  CHECK(left < whole);
  CHECK(left > 0.99 * whole);
  for (std::size_t n = 840; n < 949; ++n) shifts[n] = beyond;
  CHECK(std::isinf(prior_spread(shifts, 0.9)->deviation));
}

TEST_CASE("draws of which nothing is known may lie at either end") {
  std::vector<double> shifts = even(1001);
  for (std::size_t n = 500; n < 520; ++n) shifts[n] = unknown;
  const auto few = prior_spread(shifts, 0.9).value();
  // 30 below the quantile in place of 50, and as many above.
  CHECK(few.interval.low == doctest::Approx(-0.94));
  CHECK(few.interval.high == doctest::Approx(0.94));
  for (std::size_t n = 520; n < 560; ++n) shifts[n] = unknown;
  CHECK(prior_spread(shifts, 0.9)->interval.low == -beyond);
  CHECK(prior_spread(shifts, 0.9)->interval.high == beyond);
}

TEST_CASE("few draws, or draws of which most are not known, say nothing") {
  const auto says_nothing = [](const std::vector<double>& shifts) {
    const auto found = prior_spread(shifts, 0.95).value();
    return std::isinf(found.deviation) && found.interval.low == -beyond &&
           found.interval.high == beyond;
  };
  CHECK_FALSE(prior_spread({}, 0.95));
  CHECK(says_nothing(even(7)));
  CHECK_FALSE(says_nothing(even(8)));
  std::vector<double> shifts = even(40);
  for (std::size_t n = 0; n < 21; ++n) shifts[n] = n % 2 == 0 ? unknown : beyond;
  CHECK(says_nothing(shifts));
}

TEST_CASE("what says nothing leaves the interval of a current open") {
  const Spread spread{0.1, 0.0, 0.0, prior_spread(std::vector(128, unknown), 0.95)};
  const Interval whole = current_interval(2.0, spread, 0.95);
  CHECK(whole.low == 0);
  CHECK(whole.high == beyond);
}

TEST_CASE("sampling, steps and prior add as squares, births as they are") {
  Spread spread{0.006, 0.008, 0.02, PriorSpread{0.03, {-0.06, 0.09}, 100}};
  const double sampled = two_sided_deviate(0.95) * 0.01;
  const Interval whole = spread.around(1.0, 0.95);
  CHECK(whole.low == doctest::Approx(1 - 0.02 - std::hypot(sampled, 0.06)));
  CHECK(whole.high == doctest::Approx(1 + 0.02 + std::hypot(sampled, 0.09)));
  CHECK(spread.deviation() == doctest::Approx(std::sqrt(14.0) / 100));
  spread.prior.reset();
  CHECK(spread.around(0.0, 0.95).high == doctest::Approx(0.02 + sampled));
}

TEST_CASE("the interval of a current is that of its logarithm") {
  const Interval whole = current_interval(2.0, {0.0, 0.0, std::log(2.0), {}}, 0.95);
  CHECK(whole.low == doctest::Approx(1));
  CHECK(whole.high == doctest::Approx(4));
}
