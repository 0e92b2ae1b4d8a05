#include "io/text_width.hpp"

#include <doctest/doctest.h>

using lacuna::io::width_of;

TEST_CASE("a text is as wide as its letters, however many bytes they take") {
  CHECK(width_of("") == 0);
  CHECK(width_of("mA/cm2") == 6);
  CHECK(width_of("µA/cm²") == 6);
  CHECK(width_of("Sn–Na") == 5);
}
