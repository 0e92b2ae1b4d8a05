#include "cell/journey.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "cell/cell.hpp"
#include "cell/thin_metal.hpp"
#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::cell {
namespace {

constexpr double unit = constants::mA_per_cm2;

constexpr double from = 2e5 * unit, rate = 1e12 * unit;

/// A box of 6 nm and 12 layers, on a ramp.
interface::Case box(double segregation, double temperature = 300) {
  interface::Case c = test::sodium(segregation, temperature);
  c.metal.cells = {14, 10};
  c.metal.layers = 12;
  c.far_side = interface::Sink {};
  c.current = interface::Ramp { from, 1000 * from, rate };
  return c;
}

Design hourly() {
  Design design;
  design.far_end = FarEnd::sink;
  design.protocol = Staircase{1e-3 * unit, 1e4 * unit, 1.1, 3600};
  return design;
}

std::vector<JourneyStep> way(const interface::Case& c, const Design& design,
                             std::optional<double> reference = {}) {
  const Sources sources = test::lawful_sources(c);
  return journey(c, design, sources, predict(c, design, &sources), reference);
}

double ln_density(const JourneyStep& step) { return std::log(step.density.value()); }

}  // namespace

TEST_CASE("the way to the cell begins with the box's first void and ends with the cell's") {
  const interface::Case c = box(0.087);
  const Design design = hourly();
  const Sources sources = test::lawful_sources(c);
  const Outcome outcome = predict(c, design, &sources);
  const auto steps = journey(c, design, sources, outcome, {});
  REQUIRE(steps.size() == 11);

  const ThinBirths births(c, sources);
  const double sites = 2.0 * 14 * 10;  // (110)
  const FirstVoids direct = first_voids([&](double density) { return births(density).total(); },
                                        sites * interface::site_area(c.metal),
                                        LinearRise{rate, from}, births.metal().density(1e-3));
  CHECK(steps.front().stage == JourneyStage::box);
  CHECK(ln_density(steps.front()) ==
        doctest::Approx(std::log(direct.density[median])).epsilon(1e-4));
  CHECK(steps.front().area == doctest::Approx(sites * interface::site_area(c.metal)));
  CHECK(steps.front().e_fold == doctest::Approx(*steps.front().density / rate));
  CHECK(steps.back().stage == JourneyStage::cell);
  CHECK(*steps.back().density == outcome.first_void[median]->trend);
  CHECK(steps.back().area == design.area);
  CHECK(steps.back().thickness == design.thickness);
  // Nothing but the steps of the staircase is left to change.
  CHECK(std::abs(ln_density(steps[9]) - ln_density(steps[10])) < 0.02);
}

TEST_CASE("on the way the current falls at every step, and E_A rises") {
  const auto cold = way(box(0, 275), hourly()), hot = way(box(0, 325), hourly());
  REQUIRE(cold.size() == 11);
  REQUIRE(hot.size() == 11);
  const double by = 1 / (constants::boltzmann * 275) - 1 / (constants::boltzmann * 325);
  const auto energy = [&](std::size_t k) {
    return (ln_density(hot[k]) - ln_density(cold[k])) / by;
  };
  for (std::size_t k = 1; k < 10; ++k) {
    CAPTURE(k);
    CHECK(*hot[k].density < *hot[k - 1].density);
    CHECK(*cold[k].density < *cold[k - 1].density);
  }
  CHECK(energy(0) < energy(3));
  CHECK(energy(3) < energy(6));
  CHECK(energy(6) < energy(9) + 0.01);
}

TEST_CASE("thickness alone changes a current as one by it") {
  const auto steps = way(box(0.087), hourly());
  REQUIRE(steps[8].stage == JourneyStage::thickness);
  CHECK(*steps[8].density * steps[8].thickness ==
        doctest::Approx(*steps[9].density * steps[9].thickness).epsilon(0.02));
}

TEST_CASE("an automatic ramp passes its charge, at its reference temperature or at all") {
  interface::Case c = box(0.087);
  auto& ramp = std::get<interface::Ramp>(c.current);
  ramp.automatic = interface::AutoRamp { interface::RampConvention::charge, 12, 300 };
  const auto charge = way(c, hourly());
  CHECK(charge.front().e_fold * *charge.front().density * interface::site_area(c.metal) ==
        doctest::Approx(12));
  ramp.automatic->convention = interface::RampConvention::fixed;
  const auto unknown = way(c, hourly());
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].refusal ==
        "the rate of the box's ramp is that of 300 K, which is not in the study; add it to "
        "temperatures_K");
  const double reference = reference_density(c, test::lawful_sources(c));
  CHECK(reference == doctest::Approx(*charge.front().density));
  // at the reference temperature both are the same
  const auto fixed = way(c, hourly(), reference);
  REQUIRE(fixed.size() == 11);
  CHECK(ln_density(fixed.front()) == doctest::Approx(ln_density(charge.front())).epsilon(1e-3));
}

TEST_CASE("where there is no way, or a step is not known, it says why") {
  interface::Case c = box(0.087);
  c.current = interface::Constant { 1e6 * unit, 10, 0 };
  CHECK(way(c, hourly()).at(0).refusal == "the current of the box is not a rising ramp");
  c = box(0.087);
  Design short_one = hourly();
  short_one.protocol = Staircase{1e-6 * unit, 1e-5 * unit, 1.1, 3600};
  CHECK(way(c, short_one).at(0).refusal == "the cell has no first void within its protocol");
  c.far_side = interface::Closed {};
  const auto closed = way(c, hourly());
  REQUIRE(closed.size() == 11);
  CHECK(closed[0].refusal.find("nothing passes a closed far side") == 0);
  CHECK_FALSE(closed[1].density.has_value());
  CHECK(closed[4].refusal == closed[3].refusal);  // no e-fold of the box to go on from
  CHECK(closed.back().density.has_value());
}

TEST_SUITE("all") {
  TEST_CASE("a far side 12 layers away changes the first void's current by less than a tenth") {
    const test::TemporaryDirectory folder;
    const nucleation::Cache cache(folder / "voids");
    const nucleation::Effort effort{60, 20'000'000, 1};
    for (const double segregation : {0.0, 0.087}) {
      const interface::Case c = box(segregation);
      const Rise rise = box_rise(c, {});
      const double far = box_first_void(c, count_sources(c, cache, effort), rise);
      const double near = box_first_void(c, count_sources(c, cache, effort, Around::box), rise);
      CAPTURE(segregation);
      CAPTURE(std::log(far / near));
      CHECK(std::abs(std::log(far / near)) < 0.1);
    }
  }
}

}  // namespace lacuna::cell
