#include "app/status_line.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace lacuna::app;

TEST_CASE("durations are said in the two units that matter") {
  CHECK(duration_text(0.04) == "0.0 s");
  CHECK(duration_text(9.2) == "9.2 s");
  CHECK(duration_text(59.4) == "59 s");
  CHECK(duration_text(59.6) == "1 min 00 s");
  CHECK(duration_text(185) == "3 min 05 s");
  CHECK(duration_text(7800) == "2 h 10 min");
  CHECK(duration_text(4 * 86400 + 3 * 3600) == "4 d 3 h");
  CHECK(duration_text(std::numeric_limits<double>::infinity()) == "centuries");
  CHECK(duration_text(std::numeric_limits<double>::quiet_NaN()) == "centuries");
}

TEST_CASE("progress is silent when asked to be") {
  CHECK(progress_style(true) == ProgressStyle::none);
}
