#include "ensemble/normal_equations.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace lacuna::ensemble;

namespace {

constexpr std::array x{0.0, 1.0, 3.0}, y{1.0, 2.5, 7.0}, weights{1.0, 4.0, 2.0};

NormalEquations line(double variance_over_weight) {
  NormalEquations equations(2);
  for (std::size_t n = 0; n < x.size(); ++n)
    equations.add(std::array{1.0, x[n]}, y[n], weights[n], variance_over_weight / weights[n]);
  return equations;
}

}  // namespace

TEST_CASE("coefficients and covariance are those of the textbook's weighted line") {
  // sums of w, w x, w x², w y, w x y: 7, 10, 22, 25, 52
  const double determinant = 7 * 22 - 10 * 10;
  const LeastSquares found = line(1).solve().value();
  CHECK(found.coefficients[0] == doctest::Approx((22 * 25 - 10 * 52) / determinant));
  CHECK(found.coefficients[1] == doctest::Approx((7 * 52 - 10 * 25) / determinant));
  CHECK(found.covariance(0, 0) == doctest::Approx(22 / determinant));
  CHECK(found.covariance(0, 1) == doctest::Approx(-10 / determinant));
  CHECK(found.covariance(1, 1) == doctest::Approx(7 / determinant));
}

TEST_CASE("for any weights the covariance is that of the values' own variances") {
  const LeastSquares inverse = line(1).solve().value();
  const LeastSquares same = line(1).solve_for_any_weights().value();
  const LeastSquares wider = line(9).solve_for_any_weights().value();
  CHECK(wider.coefficients == inverse.coefficients);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) {
      CHECK(same.covariance(i, j) == doctest::Approx(inverse.covariance(i, j)));
      CHECK(wider.covariance(i, j) == doctest::Approx(9 * inverse.covariance(i, j)));
    }
}

TEST_CASE("one place does not tell two coefficients") {
  NormalEquations equations(2);
  for (const double value : {1.0, 2.0}) equations.add(std::array{1.0, 3.0}, value, 1.0, 1.0);
  CHECK_FALSE(equations.solve().has_value());
  CHECK_FALSE(equations.solve_for_any_weights().has_value());
}
