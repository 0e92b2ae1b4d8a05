// Births summed over a box's own ramp, against the onsets of direct runs (docs/nucleation.md).

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "cell/limits.hpp"
#include "cell/rise.hpp"
#include "cell/thin_metal.hpp"
#include "core/constants.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/oracles/statistics.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::cell {
namespace {

/// A box of sodium, 12 layers below a sink, and its ramp.
struct Ramped {
  double temperature, segregation;
  std::array<int, 2> cells;
  double from, rate;  // [mA/cm²], [mA/cm²/s]
};

interface::Case case_of(const Ramped& box) {
  interface::Case c = test::sodium(box.segregation, box.temperature);
  c.metal.cells = box.cells;
  c.metal.layers = 12;
  c.far_side = interface::Sink {};
  const double unit = constants::mA_per_cm2;
  c.current = interface::Ramp { box.from *unit, 100 * box.from *unit, box.rate *unit };
  c.onset.primary = interface::Detector::cluster;
  c.onset.cluster_size = 50;
  c.sample_monolayers = 0.05;
  return c;
}

FirstVoids foretold(const interface::Case& c) {
  const test::TemporaryDirectory folder;
  const Sources sources =
      count_sources(c, nucleation::Cache(folder / "voids"), {60, 20'000'000, 1}, Around::box);
  const ThinBirths births(c, sources);
  const auto& ramp = std::get<interface::Ramp>(c.current);
  const double highest = births.metal().density(Limits(c, Design{}, sources).highest_fugacity());
  const double area = interface::site_area(c.metal) * 2 * c.metal.cells[0] * c.metal.cells[1];
  return first_voids([&](double density) { return births(density).total(); }, area,
                     LinearRise{ramp.rate, ramp.from}, highest);
}

double ln_onset(const interface::Case& c, std::uint64_t seed) {
  const interface::Ending ending = interface::run(c, seed, {}, {}, {});
  const auto& onset = ending.onsets[static_cast<std::size_t>(interface::Detector::cluster)];
  REQUIRE(onset.detected);
  return std::log(onset.density);
}

// ln j within 0.1, beside chance.
void check_ramp(const Ramped& box, int runs, std::uint64_t seed) {
  const interface::Case c = case_of(box);
  const FirstVoids expected = foretold(c);
  test::Mean found;
  for (int n = 0; n < runs; ++n)
    found.add(ln_onset(c, test::seed(seed) + static_cast<std::uint64_t>(n)));
  CAPTURE(box.temperature);
  CAPTURE(box.segregation);
  CAPTURE(box.cells[0]);
  CAPTURE(box.rate);
  CAPTURE(std::exp(expected.mean) / constants::mA_per_cm2);
  CAPTURE(found.mean() - expected.mean);
  CAPTURE(found.standard_error());
  CHECK(std::abs(found.mean() - expected.mean) < 0.1 + test::allowed * found.standard_error());
  CHECK(found.standard_error() < 0.08);
  // a standard deviation of ten or more values is known to a quarter
  CHECK(found.standard_error() * std::sqrt(runs) < 2 * expected.deviation);
  CHECK(found.standard_error() * std::sqrt(runs) > expected.deviation / 2);
}

}  // namespace

TEST_SUITE("all") {
  TEST_CASE("first voids of a box on a ramp come where the births foretell them") {
    check_ramp({300, 0.087, {14, 10}, 2e5, 2e12}, 10, 1);
  }
}

TEST_SUITE("long") {
  TEST_CASE("so they do from 250 to 350 K, in boxes of 6 to 25 nm and over decades of the rate") {
    check_ramp({250, 0.087, {14, 10}, 1e5, 2e11}, 16, 100);
    check_ramp({350, 0.087, {28, 20}, 2e5, 2e12}, 16, 200);
    check_ramp({300, 0.087, {14, 10}, 2e5, 2e11}, 16, 300);
    for (const double rate : {2e12, 2e13, 2e14}) check_ramp({300, 0, {14, 10}, 2e6, rate}, 16, 400);
    check_ramp({300, 0, {58, 41}, 2e6, 2e13}, 12, 500);
    check_ramp({350, 0, {14, 10}, 2e6, 2e13}, 16, 600);
    check_ramp({250, 0, {14, 10}, 2e6, 2e11}, 16, 700);
  }
}

}  // namespace lacuna::cell
