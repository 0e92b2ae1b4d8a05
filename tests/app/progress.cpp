#include "app/progress.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "core/constants.hpp"

using namespace lacuna;
using app::duration_text;

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

TEST_CASE(
    "a progress line has time, current, coverage, charge and speed, and the rest where it is "
    "known") {
  interface::Progress progress;
  progress.time = 2.5e-6;
  progress.density = 1.25e6 * constants::mA_per_cm2;
  progress.coverage = 0.0625;
  progress.monolayers = 12.5;
  CHECK(app::progress_text(progress, 7.5e6, {}) ==
        "t 2.500e-06 s  j 1.25e+06 mA/cm2  coverage 0.0625  charge 12.50 ML  7.50 Mhops/s");
  progress.fraction = 0.256;
  const std::string text = app::progress_text(progress, 7.5e6, 65.0);
  CHECK(text.find("  25 %  up to 1 min 05 s left") != std::string::npos);
}

TEST_CASE("progress is silent when asked to be") {
  CHECK(app::progress_style(true) == app::ProgressStyle::none);
}
