#include "ensemble/pilot.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include <cmath>

#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using namespace lacuna::interface;

namespace {

// Without bonds theory knows where the coverage reaches its threshold.
Case exact(RampConvention convention, double temperature = 300) {
  Case c;
  c.temperature = temperature;
  c.metal.cells = {20, 12};
  c.metal.layers = 4;
  c.onset.primary = Detector::coverage;
  c.onset.coverage_threshold = 0.3;
  c.onset.window_monolayers = 2;
  c.current = Ramp{0, 0, 0, Stationarity{}, AutoRamp{convention, 40, 300}};
  return c;
}

double exact_scale(const Case& c) { return test::steady_state(c, 0.3).flux / site_area(c.metal); }

Case tiny() {
  Case c = exact(RampConvention::charge);
  c.metal.cells = {6, 4};
  std::get<Ramp>(c.current).automatic->monolayers_per_e_fold = 10;
  return c;
}

// With bonds, and where it is cold, contact is lost about a thousand times below j_pred, where the
// search begins.
Case bonded(Detector primary) {
  Case c;
  c.temperature = 250;
  c.metal.cells = {12, 8};
  c.metal.layers = 8;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.11;
  c.ceramic.injection.barrier = 0.053;
  c.onset.primary = primary;
  c.current = Ramp{0, 0, 0, Stationarity{}, AutoRamp{}};
  return c;
}

double charge_per_e_fold(const Case& c, const ChosenRamp& chosen) {
  return chosen.scale * chosen.scale * site_area(c.metal) / chosen.ramp.rate;
}

// Runs of the case on the ramp that was chosen lose contact around its scale.
void check_bonded(Detector primary) {
  const Case c = bonded(primary);
  const auto chosen = choose_ramp(c, {});
  REQUIRE(chosen);
  CHECK(predicted_density(c) / chosen->scale > 500);
  CHECK(chosen->runs < 20);
  test::Mean ln, hops;
  for (std::uint64_t s = 1; s <= 10; ++s) {
    const Ending ending = run(with_ramp(c, chosen->ramp), test::seed(s), {}, {}, {});
    const OnsetResult& onset = ending.onsets[static_cast<std::size_t>(primary)];
    CHECK(onset.censored != Censored::left);
    CHECK((onset.detected || ending.reason == Reason::void_at_top));
    ln.add(std::log(onset.density / chosen->scale));
    hops.add(static_cast<double>(ending.last.events.hops()));
  }
  CHECK(std::abs(ln.mean()) < 0.1 + test::allowed * ln.standard_error());
  // ten replicas of so small a slab, within their scatter; of a large one five
  CHECK(static_cast<double>(chosen->hops) <
        10 * (hops.mean() + test::allowed * hops.standard_error()));
}

}  // namespace

TEST_CASE("a pilot is a function of the physics: name, seed, sampling and limits do not matter") {
  const auto once = choose_ramp(tiny(), {});
  REQUIRE(once);
  Case other = tiny();
  other.name = "another";
  other.sample_monolayers = 0.3;
  other.sample_time = 1e-9;
  other.stop = Stop::end;
  other.limits.events = 1000;
  const auto again = choose_ramp(other, {});
  REQUIRE(again);
  CHECK(again->scale == once->scale);
  CHECK(again->ramp.rate == once->ramp.rate);
  CHECK(again->hops == once->hops);
  CHECK(again->runs == once->runs);
}

TEST_CASE("four times the clock is a ramp of four times the current and sixteen times the rate") {
  Case fast = tiny();
  fast.clock_factor = 4;
  const auto slow = choose_ramp(tiny(), {}), quick = choose_ramp(fast, {});
  REQUIRE((slow && quick));
  CHECK(quick->scale == doctest::Approx(4 * slow->scale).epsilon(1e-12));
  CHECK(quick->ramp.rate == doctest::Approx(16 * slow->ramp.rate).epsilon(0.01));  // three digits
  CHECK(quick->ramp.from == doctest::Approx(4 * slow->ramp.from).epsilon(0.01));
  CHECK(quick->hops == slow->hops);
}

TEST_CASE("a pilot that is asked to stop has no result") {
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(choose_ramp(tiny(), stop.get_token()).has_value());
  CHECK_FALSE(choose_ramp(exact(RampConvention::fixed), stop.get_token()).has_value());
  CHECK_FALSE(reference_rate(tiny(), stop.get_token()).has_value());
}

TEST_CASE("a pilot that is stopped goes on from its last run, and chooses the same") {
  const test::TemporaryDirectory folder;
  const PilotMemory memory{folder / "pilot", 7};
  const auto undisturbed = choose_ramp(tiny(), {});
  REQUIRE(undisturbed);
  std::stop_source stop;
  std::thread watch([&] {
    while (!std::filesystem::exists(memory.file)) std::this_thread::yield();
    stop.request_stop();
  });
  const auto stopped = choose_ramp(tiny(), stop.get_token(), memory);
  watch.join();
  CHECK_FALSE(stopped.has_value());
  CHECK(std::filesystem::exists(memory.file));
  // of another input, or damaged: not used
  for (const bool sound : {true, false}) {
    if (!sound) test::put(memory.file, "not a checkpoint");
    const auto again = choose_ramp(tiny(), {}, memory);
    REQUIRE(again);
    CHECK(again->scale == undisturbed->scale);
    CHECK(again->runs == undisturbed->runs);
    CHECK(again->hops == undisturbed->hops);
    CHECK_FALSE(std::filesystem::exists(memory.file));
  }
}

TEST_CASE(
    "a pilot is refused where there is nothing to choose, and says what to do where it finds "
    "nothing") {
  Case c = tiny();
  c.current = Ramp{1, 2, 3};
  CHECK_THROWS_AS(static_cast<void>(choose_ramp(c, {})), Error);
  c = tiny();
  c.onset.primary = Detector::growth;
  c.initial.void_vacancies = 10;
  CHECK_THROWS_AS(static_cast<void>(choose_ramp(c, {})), Error);
  c = tiny();
  c.onset.primary = Detector::cluster;
  c.onset.cluster_size = 5;
  c.initial.void_vacancies = 10;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
  CHECK_THROWS_WITH_AS(static_cast<void>(choose_ramp(c, {})), doctest::Contains("give from_mA_cm2"),
                       RuntimeFailure);
}

TEST_SUITE("physics") {
  TEST_CASE(
      "without bonds a pilot finds r(theta_c) / A_s, and the charge per e-fold there is what was "
      "asked for") {
    for (const double temperature : {250.0, 350.0}) {
      const Case c = exact(RampConvention::charge, temperature);
      const auto chosen = choose_ramp(c, {});
      REQUIRE(chosen);
      CAPTURE(chosen->scale / exact_scale(c));
      CHECK(std::abs(chosen->scale / exact_scale(c) - 1) < 0.04);
      CHECK(charge_per_e_fold(c, *chosen) == doctest::Approx(40).epsilon(0.005));
      CHECK(chosen->ramp.from == doctest::Approx(chosen->scale / 8).epsilon(0.005));
      CHECK(chosen->ramp.to == doctest::Approx(chosen->scale * 8).epsilon(0.005));
      CHECK(chosen->ramp.hold.has_value());
    }
  }

  TEST_CASE(
      "at a fixed rate a pilot finds the same scale, and the rate is the same at 250 and 350 K") {
    const auto rate = reference_rate(exact(RampConvention::fixed), {});
    REQUIRE(rate);
    const double at_reference = exact_scale(exact(RampConvention::charge, 300));
    CHECK(*rate ==
          doctest::Approx(charge_rate(exact(RampConvention::charge), at_reference)).epsilon(0.1));
    for (const double temperature : {250.0, 350.0}) {
      const Case c = exact(RampConvention::fixed, temperature);
      const auto chosen = choose_ramp(c, {});
      REQUIRE(chosen);
      CAPTURE(chosen->scale / exact_scale(c));
      CHECK(chosen->ramp.rate == *rate);
      CHECK(std::abs(chosen->scale / exact_scale(c) - 1) < 0.1);  // slow where it is warm, hasty
                                                                  // where it is cold
    }
  }

  TEST_CASE("with bonds a ramp is found from some hundred times above") {
    check_bonded(Detector::coverage);
  }
}

TEST_SUITE("all") {
  TEST_CASE(
      "with bonds a ramp is found from some hundred times above for the voltage and for clusters") {
    check_bonded(Detector::voltage);
    check_bonded(Detector::cluster);
  }
}
