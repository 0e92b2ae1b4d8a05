#include "io/results/columns.hpp"

#include <doctest/doctest.h>

using lacuna::io::columns;

TEST_CASE("columns are as wide as their widest word, and lines end with their last one") {
  CHECK(columns({{"name", "E_A"}, {"a long name", "0.1"}, {"x"}}) ==
        "name         E_A\n"
        "a long name  0.1\n"
        "x\n");
  CHECK(columns({{"a", "", "c"}, {"", "b", ""}}) ==
        "a     c\n"
        "   b\n");
  CHECK(columns({}).empty());
}

TEST_CASE("a column is as wide as its letters, however many bytes they take") {
  CHECK(columns({{"µm Å", "E_A"}, {"Sn–Na", "0.1"}}) ==
        "µm Å   E_A\n"
        "Sn–Na  0.1\n");
}
