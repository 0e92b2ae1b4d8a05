#include "io/results/run_figures.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/constants.hpp"
#include "io/store/series.hpp"
#include "tests/says.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using test::says;

namespace {

/// The overpotential of a run whose voltage is `volts` at the end, and whose contact is lost at
/// that sample of a hundred.
std::string overpotential(double volts, int onset) {
  const test::TemporaryDirectory folder;
  std::string series = io::series_header();
  interface::Sample sample;
  for (int n = 1; n <= 100; ++n) {
    sample.index = static_cast<std::uint64_t>(n - 1);
    sample.density = n * constants::mA_per_cm2;
    sample.overpotential = volts * n / 100;
    series += io::series_row(sample);
  }
  test::put(folder / "series.csv", series);
  interface::Ending ending;
  ending.onsets[0].detected = true;
  ending.onsets[0].density = onset * constants::mA_per_cm2;
  return io::run_figures({}, ending, folder.path(), io::Medium::svg).front().script;
}

}  // namespace

TEST_CASE("the overpotential is drawn in the unit that gives it digits before the point") {
  CHECK(says(overpotential(2e-4, 50), "anode overpotential (µV)"));
  CHECK(says(overpotential(2e-4, 50), "100 200\n"));
  CHECK(says(overpotential(0.02, 50), "anode overpotential (mV)"));
  CHECK(says(overpotential(3, 50), "anode overpotential (V)"));
}

TEST_CASE("onsets are named below the figure, off the curve and its axis") {
  CHECK(says(overpotential(1, 90), "dt 2 title 'onset by "));
  CHECK_FALSE(says(overpotential(1, 90), "set label"));
}

TEST_CASE("where onset is in the last twentieth of the axis, the axis begins close to it") {
  CHECK_FALSE(says(overpotential(1, 90), "set xrange"));
  CHECK(says(overpotential(1, 98), "set xrange [90:*]"));
}
