#include "app/progress.hpp"

#include <doctest/doctest.h>

#include <string>

#include "app/status_line.hpp"
#include "core/constants.hpp"

using namespace lacuna;

TEST_CASE(
    "a progress line has time, current, coverage, charge and speed, and the rest where it is "
    "known") {
  interface::Progress progress;
  progress.time = 2.5e-6;
  progress.density = 1.25e6 * constants::mA_per_cm2;
  progress.coverage = 0.0625;
  progress.monolayers = 12.5;
  CHECK(app::progress_text(progress, 7.5e6, {}) ==
        "2.50e-06 s  1.25e+06 mA/cm2  coverage 0.0625  12.50 ML  7.50 Mhops/s");
  progress.fraction = 0.256;
  CHECK(app::progress_text(progress, 7.5e6, 6.0) ==
        "2.50e-06 s  1.25e+06 mA/cm2  coverage 0.0625  12.50 ML  up to 6.0 s left  25 %");
  progress.monolayers = 12345.67;
  CHECK(app::progress_text(progress, 7.5e6, 40000.0).size() <= app::line_width);
}

TEST_CASE("the time left is not told of a current that rises until onset") {
  interface::Case c;
  c.current = interface::Ramp { 1, 2, 1 };
  CHECK(app::onset_ends(c));
  c.stop = interface::Stop::end;
  CHECK_FALSE(app::onset_ends(c));
  c.stop = interface::Stop::onset;
  c.current = interface::Constant { 1, 10, 0 };
  CHECK_FALSE(app::onset_ends(c));
}
