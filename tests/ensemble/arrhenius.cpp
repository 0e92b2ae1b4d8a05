#include "ensemble/arrhenius.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "ensemble/line.hpp"
#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

std::vector<CellSample> study(const test::Study& what, int replicas, std::uint64_t seed) {
  kmc::Stream stream(test::seed(seed), 0);
  return test::replicas(what, test::Scatter::normal, replicas, stream);
}

Arrhenius fit(const std::vector<CellSample>& cells) {
  kmc::Stream stream(1, 1);
  return fit_arrhenius(cells, {0.95, 499}, stream);
}

}  // namespace

TEST_CASE("two temperatures give the slope between their means, with the errors of both") {
  const std::vector<CellSample> cells{{300, {{1}, {2}, {3}}}, {400, {{5}, {6}, {10}}}};
  const Arrhenius line = fit(cells);
  const double span = inverse_thermal_energy(300) - inverse_thermal_energy(400);
  CHECK(line.method == LineMethod::least_squares);
  CHECK(line.activation_energy.value == doctest::Approx((7 - 2) / span));
  CHECK(line.activation_energy.error == doctest::Approx(std::sqrt(1.0 / 3 + 7.0 / 3) / span));
  CHECK(line.log_density_at(300) == doctest::Approx(2));
  CHECK(line.log_density_at(400) == doctest::Approx(7));
  CHECK_FALSE(line.curvature.has_value());
  // At 300 K the line has the error of that cell's mean.
  const Estimate cold = line.estimate_at(300);
  CHECK(cold.value == doctest::Approx(2));
  CHECK(cold.error == doctest::Approx(std::sqrt(1.0 / 3)));
  const Estimate& energy = line.activation_energy;
  CHECK((cold.interval.high - cold.interval.low) / cold.error ==
        doctest::Approx((energy.interval.high - energy.interval.low) / energy.error));
}

TEST_CASE("a cell's weight is its replicas over a variance drawn towards the pooled one") {
  const std::vector<CellSample> cells{
      {250, {{1}, {2}, {3}}}, {300, {{5}, {6}, {10}}}, {350, {{8}, {9}}}};
  const double pooled = (2 * 1 + 2 * 7 + 1 * 0.5) / 5;
  const std::vector<double> weights{3 / ((2 * 1 + 8 * pooled) / 10),
                                    3 / ((2 * 7 + 8 * pooled) / 10),
                                    2 / ((1 * 0.5 + 8 * pooled) / 9)};
  std::vector<double> x;
  for (const CellSample& cell : cells) x.push_back(inverse_thermal_energy(cell.temperature));
  const Line line = fit_line(x, std::vector<double>{2, 7, 8.5}, weights);
  CHECK(fit(cells).activation_energy.value == doctest::Approx(-line.slope));
  CHECK(fit(cells).log_prefactor.value == doctest::Approx(line.intercept));
}

TEST_CASE("onsets on a line have its activation energy and prefactor, and no curvature") {
  const Arrhenius line = fit(study({}, 16, 5));
  CHECK(std::abs(line.activation_energy.value - 0.15) <
        test::allowed * line.activation_energy.error);
  CHECK(std::abs(line.log_prefactor.value - 10) < test::allowed * line.log_prefactor.error);
  CHECK(line.activation_energy.interval.contains(line.activation_energy.value));
  CHECK(line.cells == 6);
  CHECK(line.censored_share == 0);
  REQUIRE(line.curvature.has_value());
  CHECK_FALSE(line.curvature->one_slope_does_not_fit());
}

TEST_CASE("a bent line is noticed, censored or not") {
  for (const bool censored : {false, true}) {
    test::Study what;
    if (censored) what.seen_to = 0.8;
    auto cells = study(what, 16, 6);
    for (CellSample& cell : cells)
      for (Observation& o : cell.onsets)
        o.value += 0.02 * std::pow(inverse_thermal_energy(cell.temperature) - 40, 2);
    const Arrhenius line = fit(cells);
    REQUIRE(line.curvature.has_value());
    CHECK(line.curvature->quadratic_p < 1e-4);
    CHECK(line.curvature->one_slope_does_not_fit());
    CHECK(line.curvature->lack_of_fit_p.has_value() != censored);
  }
}

TEST_CASE("a zigzag is no parabola, but no line either") {
  // At even steps of 1/kT and with the same scatter, the orthogonal polynomial of third degree.
  std::vector<CellSample> cells;
  const double cubic[] = {-5, 7, 4, -4, -7, 5};
  for (std::size_t c = 0; c < 6; ++c) {
    const double x = 32 + 2 * static_cast<double>(c), y = 10 - 0.15 * x + 0.02 * cubic[c];
    cells.push_back({inverse_thermal_energy(1) / x,
                     {{y - 0.05}, {y - 0.02}, {y}, {y}, {y}, {y}, {y + 0.02}, {y + 0.05}}});
  }
  const Arrhenius line = fit(cells);
  CHECK(line.activation_energy.value == doctest::Approx(0.15));
  REQUIRE(line.curvature.has_value());
  CHECK(line.curvature->quadratic_p > 0.99);
  REQUIRE(line.curvature->lack_of_fit_p.has_value());
  CHECK(line.curvature->lack_of_fit_p.value() < 1e-6);
  CHECK(line.curvature->one_slope_does_not_fit());
}

TEST_CASE("with three temperatures both tests of curvature are one") {
  // A parabola then goes through all three, whatever the weights, and Johansen's F with one degree
  // of freedom is the square of Student's t.
  test::Study what;
  what.temperatures = {250, 300, 350};
  what.widening = 1.5;
  const Arrhenius line = fit(study(what, 8, 8));
  REQUIRE(line.curvature.has_value());
  REQUIRE(line.curvature->lack_of_fit_p.has_value());
  CHECK(line.curvature->quadratic_p == doctest::Approx(line.curvature->lack_of_fit_p.value()));
}

TEST_CASE("censored onsets are fitted by likelihood, and counted") {
  test::Study what;
  what.seen_from = -1.0;
  what.seen_to = 0.5;
  const auto cells = study(what, 16, 9);
  const Arrhenius line = fit(cells);
  CHECK(line.method == LineMethod::censored_likelihood);
  CHECK(line.censored_share == doctest::Approx(censored_share(cells)));
  CHECK(line.censored_share > 0.3);
  CHECK(std::abs(line.activation_energy.value - 0.15) <
        test::allowed * line.activation_energy.error);
  // 96 replicas less 3 parameters: Student's t of 93 degrees of freedom at 97.5 % is 1.9858.
  CHECK(line.activation_energy.interval.high - line.activation_energy.value ==
        doctest::Approx(1.9858 * line.activation_energy.error).epsilon(1e-4));
}

TEST_CASE("local slopes are those between neighbours, at the mean of 1/T") {
  auto cells = study({}, 8, 10);
  std::swap(cells[0], cells[3]);
  kmc::Stream stream(1, 1);
  const std::vector<LocalSlope> slopes = local_slopes(cells, {0.95, 199}, stream);
  REQUIRE(slopes.size() == 5);
  CHECK(slopes[0].temperature == doctest::Approx(2 / (1 / 250.0 + 1 / 270.0)));
  CHECK(slopes[4].temperature == doctest::Approx(2 / (1 / 330.0 + 1 / 350.0)));
  const double rise = mean(exact_values(cells[1])) - mean(exact_values(cells[3]));  // 270 K, 250 K
  CHECK(slopes[0].activation_energy.value ==
        doctest::Approx(rise / (inverse_thermal_energy(250) - inverse_thermal_energy(270))));
  CHECK(slopes[0].activation_energy.interval.contains(slopes[0].activation_energy.value));
}

TEST_CASE("a pair of temperatures that allows no slope is left out") {
  auto cells = study({}, 8, 11);
  for (Observation& o : cells[0].onsets) o.censored = Censored::right;
  kmc::Stream stream(1, 1);
  CHECK(local_slopes(cells, {0.95, 99}, stream).size() == 4);
}

TEST_CASE("cells that cannot give an activation energy are refused with the reason") {
  const auto right = Censored::right;
  const CellSample good{300, {{1}, {2}}};
  CHECK_THROWS_WITH_AS(fit({good}), doctest::Contains("two different temperatures"), Error);
  CHECK_THROWS_WITH_AS(fit({good, {350, {{1}}}}), doctest::Contains("at least two replicas"),
                       Error);
  CHECK_THROWS_WITH_AS(fit({good, {350, {{1}, {-HUGE_VAL}}}}), doctest::Contains("logarithm"),
                       Error);
  CHECK_THROWS_WITH_AS(
      fit({good, {350, {{3, right}, {3, right}}}}),
      doctest::Contains("let the current ramp end higher, unless voids or `limits`"), Error);
  const auto left = Censored::left;
  CHECK_THROWS_WITH_AS(fit({{300, {{1, left}, {1, left}}}, {350, {{1, left}, {1, left}}}}),
                       doctest::Contains("let the current ramp start lower"), Error);
  CHECK_THROWS_WITH_AS(fit({{300, {{1, left}, {1, left}}}, {350, {{3, right}, {3, right}}}}),
                       doctest::Contains("widen the current ramp at both ends"), Error);
  CHECK_THROWS_WITH_AS(fit({{300, {{1}, {1}}}, {350, {{2}, {2}}}}),
                       doctest::Contains("different seeds"), Error);
}
