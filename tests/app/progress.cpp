#include "app/progress.hpp"

#include <doctest/doctest.h>

#include <string>

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
        "t 2.500e-06 s  j 1.25e+06 mA/cm2  coverage 0.0625  charge 12.50 ML  7.50 Mhops/s");
  progress.fraction = 0.256;
  const std::string text = app::progress_text(progress, 7.5e6, 65.0);
  CHECK(text.find("  25 %  up to 1 min 05 s left") != std::string::npos);
}
