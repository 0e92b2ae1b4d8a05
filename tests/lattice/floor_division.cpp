#include "lattice/floor_division.hpp"

#include <doctest/doctest.h>

using namespace lacuna::lattice;

TEST_CASE("floor division rounds down on both sides of zero") {
  for (int b = 1; b < 5; ++b)
    for (int a = -9; a <= 9; ++a) {
      const int rest = floor_mod(a, b);
      CHECK(floor_div(a, b) * b + rest == a);
      CHECK(rest >= 0);
      CHECK(rest < b);
    }
}
