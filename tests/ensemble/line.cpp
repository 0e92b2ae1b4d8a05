#include "ensemble/line.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "ensemble/cholesky.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("a line through weighted points is that of the normal equations") {
  // Points (0, 0), (1, 1), (2, 5) with weights 1, 2, 1: centre x = 1, mean y = 7/4,
  // slope = (1*1*7/4 + 1*1*13/4) / 2.
  const std::vector<double> x{0, 1, 2}, y{0, 1, 5}, w{1, 2, 1};
  const Line line = fit_line(x, y, w);
  CHECK(line.slope == doctest::Approx(2.5));
  CHECK(line.intercept == doctest::Approx(7.0 / 4 - 2.5));
  CHECK(dot(line.slope_weights, y) == doctest::Approx(line.slope));
  CHECK(dot(line.intercept_weights, y) == doctest::Approx(line.intercept));
  CHECK(line.leverages[0] == doctest::Approx(0.25 + 0.5));
  CHECK(line.leverages[1] == doctest::Approx(0.5));
  CHECK(line.at(4) == doctest::Approx(7.0 / 4 + 3 * 2.5));
}

TEST_CASE("curvature is that of a parabola, and a line has none") {
  const std::vector<double> x{30, 32, 35, 41}, w{1, 3, 2, 1};
  const std::vector<double> factors = curvature_weights(x, w);
  std::vector<double> line, parabola;
  for (const double v : x) {
    line.push_back(3 - 2 * v);
    parabola.push_back(3 - 2 * v + 0.7 * v * v);
  }
  CHECK(dot(factors, line) == doctest::Approx(0).epsilon(1e-10));
  CHECK(dot(factors, parabola) == doctest::Approx(0.7));
}

TEST_CASE("too few different temperatures are refused") {
  const std::vector<double> same{1, 1, 1}, two{1, 1, 2}, w{1, 1, 1};
  CHECK_THROWS_AS(fit_line(same, w, w), Error);
  CHECK_THROWS_AS(curvature_weights(two, w), Error);
}
