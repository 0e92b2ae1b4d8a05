#include "ensemble/measured_slope.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using doctest::Approx;
using namespace lacuna::ensemble;

namespace {

constexpr double k_eV = 8.617333262e-5;  // per kelvin

MeasuredPoint at(double temperature, double energy, double error) {
  return {temperature, 3.0 - energy / (k_eV * temperature), error};
}

}  // namespace

TEST_CASE("points on a line have its activation energy, whatever their errors") {
  const std::vector<MeasuredPoint> points{at(280, 0.15, 0.1), at(300, 0.15, 0.3),
                                          at(340, 0.15, 0.2)};
  const auto energy = measured_slope(points);
  REQUIRE(energy);
  CHECK(energy->low == Approx(0.15));
  CHECK(energy->high == energy->low);
}

TEST_CASE("of two points the error of the slope is that of their difference over their distance") {
  const std::vector<MeasuredPoint> points{at(280, 0.1, 0.1), at(340, 0.1, 0.3)};
  const double apart = 1 / (k_eV * 280) - 1 / (k_eV * 340);
  CHECK(measured_slope(points)->error == Approx(std::hypot(0.1, 0.3) / apart));
}

TEST_CASE("one temperature has no slope") {
  CHECK_FALSE(measured_slope({}));
  const std::vector<MeasuredPoint> points{at(300, 0.1, 0.1), at(300, 0.2, 0.1)};
  CHECK_FALSE(measured_slope(points));
}

TEST_CASE("a hypothesis is drawn beside its row, or beside the slope of the points") {
  Plan plan;
  plan.branches.resize(2);
  plan.branches[1].measured = "points";
  plan.measured_points = {at(280, 0.12, 0.1), at(340, 0.12, 0.1)};
  BranchResult row, points;
  row.measured = MeasuredEnergy{0.13, 0.15, 0.0};
  points.branch = 1;
  CHECK(measured_beside(plan, row)->high == 0.15);
  CHECK(measured_beside(plan, points)->low == Approx(0.12));
  CHECK_FALSE(measured_beside(plan, BranchResult{}));
}
