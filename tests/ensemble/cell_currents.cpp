#include "ensemble/cell_currents.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/constants.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// ln j = 20 - E/kT, known to a factor of two either way when cold and of three when warm.
constexpr double slope_of_currents = 0.3;
double ln_current(double temperature) {
  return 20 - slope_of_currents / (constants::boltzmann * temperature);
}
std::vector<CellCurrent> known_currents() {
  std::vector<CellCurrent> list;
  for (const double temperature : {250.0, 300.0, 350.0}) {
    const double at = ln_current(temperature);
    const double reach = std::log(temperature < 300 ? 2.0 : 3.0);
    list.push_back({temperature, at, {at - reach, at + reach}});
  }
  return list;
}

}  // namespace

TEST_CASE("a measured current is met where it lies in the interval of the cell's, in 1/T between") {
  const auto cells = known_currents();
  const auto met = [&](double temperature, double factor, double error) {
    const MeasuredPoint point{temperature, ln_current(temperature) + std::log(factor), error};
    const auto found = compare_currents(cells, std::vector{point}, 0.95);
    REQUIRE(found.has_value());
    CHECK(found->compared == 1);
    CHECK(found->lowest == doctest::Approx(1 / factor));
    CHECK(found->highest == doctest::Approx(1 / factor));
    return found->all_met();
  };
  CHECK(met(300, 2.9, 1e-6));
  CHECK_FALSE(met(300, 3.1, 1e-6));
  CHECK(met(250, 1.9, 1e-6));
  CHECK_FALSE(met(250, 1 / 2.1, 1e-6));
  // Half-way in 1/T the factor is the geometric mean of those at the ends.
  const double middle = 2 / (1 / 250.0 + 1 / 300.0);
  CHECK(met(middle, 0.99 * std::sqrt(6.0), 1e-6));
  CHECK_FALSE(met(middle, 1.01 * std::sqrt(6.0), 1e-6));
  // 1.96 errors of the measurement reach from 3.6 to 3.
  CHECK(met(300, 3.6, 1.01 * std::log(1.2) / 1.959964));
  CHECK_FALSE(met(300, 3.6, 0.99 * std::log(1.2) / 1.959964));
}

TEST_CASE("currents that were measured beyond the cell's temperatures are not compared") {
  const auto cells = known_currents();
  const std::vector<MeasuredPoint> beyond{{249, 0, 0.1}, {351, 0, 0.1}};
  CHECK_FALSE(compare_currents(cells, beyond, 0.95).has_value());
  CHECK_FALSE(compare_currents({}, beyond, 0.95).has_value());
  const std::vector<MeasuredPoint> one_within{{249, 0, 0.1}, {300, ln_current(300), 0.1}};
  const auto found = compare_currents(cells, one_within, 0.95);
  REQUIRE(found.has_value());
  CHECK(found->compared == 1);
}

TEST_CASE("a verdict at the cell needs E_A and every current") {
  const CellCurrents all{3, 3, 0.5, 2.0, {}}, some{3, 2, 0.5, 9.0, {}};
  CHECK(verdict_with_currents(Verdict::compatible, all) == Verdict::compatible);
  CHECK(verdict_with_currents(Verdict::compatible, some) == Verdict::not_compatible);
  CHECK(verdict_with_currents(Verdict::by_construction, all) == Verdict::by_construction);
  CHECK(verdict_with_currents(Verdict::by_construction, some) == Verdict::not_compatible);
  CHECK(verdict_with_currents(Verdict::not_compatible, all) == Verdict::not_compatible);
  CHECK(verdict_with_currents({}, all) == Verdict::compatible);
  CHECK(verdict_with_currents({}, some) == Verdict::not_compatible);
  // And the slope of the currents, where there is one: what is not known of it is not compatible.
  const auto with_slope = [&](Verdict on_slope) {
    CellCurrents sloped = all;
    sloped.slope = CellSlope{{}, {}, {}, on_slope};
    return sloped;
  };
  CHECK(verdict_with_currents({}, with_slope(Verdict::compatible)) == Verdict::compatible);
  CHECK(verdict_with_currents({}, with_slope(Verdict::not_compatible)) == Verdict::not_compatible);
  CHECK(verdict_with_currents(Verdict::compatible, with_slope(Verdict::not_compatible)) ==
        Verdict::not_compatible);
  CHECK(verdict_with_currents({}, with_slope(Verdict::undecided)) == Verdict::undecided);
  CHECK(verdict_with_currents(Verdict::not_compatible, with_slope(Verdict::undecided)) ==
        Verdict::not_compatible);
}

TEST_CASE("the slope of a cell at measured points is that of a line by their errors through it") {
  const std::vector<double> temperatures{250, 300, 350};
  const std::vector<double> ln_j{1.0, 4.0, 5.5};  // bent
  const std::vector<MeasuredPoint> points{
      {240, 9, 0.1}, {260, 1.7, 0.1}, {290, 3.0, 0.3}, {300, 4.4, 0.05}, {345, 5.1, 0.2}};
  // By hand: ln j of the cell on straight lines in 1/kT at the four points within, and the slopes
  // of both by weighted sums.
  double w = 0, x1 = 0, x2 = 0, cell1 = 0, cellx = 0, point1 = 0, pointx = 0;
  for (std::size_t k = 1; k < points.size(); ++k) {
    const std::size_t from = points[k].temperature <= 300 ? 0 : 1;
    const auto x_of = [](double t) { return 1 / (constants::boltzmann * t); };
    const double x = x_of(points[k].temperature);
    const double cold = x_of(temperatures[from]), warm = x_of(temperatures[from + 1]);
    const double at = ln_j[from] + (ln_j[from + 1] - ln_j[from]) * (x - cold) / (warm - cold);
    const double weight = 1 / (points[k].error * points[k].error);
    w += weight;
    x1 += weight * x;
    x2 += weight * x * x;
    cell1 += weight * at;
    cellx += weight * x * at;
    point1 += weight * points[k].log_density;
    pointx += weight * x * points[k].log_density;
  }
  const double spread = x2 - x1 * x1 / w;
  const auto found = slope_at_points(temperatures, points);
  REQUIRE(found.has_value());
  double slope = 0;
  for (std::size_t k = 0; k < ln_j.size(); ++k) slope += found->weights[k] * ln_j[k];
  CHECK(slope == doctest::Approx((cellx - x1 * cell1 / w) / spread));
  CHECK(found->measured.low == doctest::Approx(-(pointx - x1 * point1 / w) / spread));
  CHECK(found->measured.error == doctest::Approx(1 / std::sqrt(spread)));
  CHECK_FALSE(slope_at_points(temperatures, std::span(points).first(2)).has_value());
}
