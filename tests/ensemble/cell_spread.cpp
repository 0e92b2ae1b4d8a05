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

constexpr double unknown = std::numeric_limits<double>::infinity();

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
  for (std::size_t n = 0; n < 100; ++n) shifts[n] = unknown;
  CHECK(prior_spread(shifts, 0.9)->draws == 901);
  CHECK(prior_spread(shifts, 0.9)->interval.low == doctest::Approx(-0.71));
}

TEST_CASE("few draws, or draws of which most are not known, are no spread") {
  CHECK_FALSE(prior_spread({}, 0.95));
  CHECK_FALSE(prior_spread(even(7), 0.95));
  CHECK(prior_spread(even(8), 0.95).has_value());
  std::vector<double> shifts = even(40);
  for (std::size_t n = 0; n < 21; ++n) shifts[n] = unknown;
  CHECK_FALSE(prior_spread(shifts, 0.95));
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
