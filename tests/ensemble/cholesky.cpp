#include "ensemble/cholesky.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lacuna::ensemble;

namespace {

SymmetricMatrix matrix(std::size_t n, std::vector<double> elements) {
  SymmetricMatrix m(n);
  m.elements = std::move(elements);
  return m;
}

}  // namespace

TEST_CASE("a system of equations with a positive definite matrix is solved") {
  // The inverse of (2 1 / 1 3) is (3 -1 / -1 2) / 5.
  const auto factor = Cholesky::factor(matrix(2, {2, 1, 1, 3}));
  REQUIRE(factor.has_value());
  const std::vector<double> x = factor->solve(std::vector<double>{5, 10});
  CHECK(x[0] == doctest::Approx(1));
  CHECK(x[1] == doctest::Approx(3));
}

TEST_CASE("an indefinite or singular matrix has no factor") {
  CHECK_FALSE(Cholesky::factor(matrix(2, {1, 2, 2, 1})).has_value());
  CHECK_FALSE(Cholesky::factor(matrix(2, {1, 1, 1, 1})).has_value());
  CHECK_FALSE(Cholesky::factor(matrix(1, {std::nan("")})).has_value());
}
