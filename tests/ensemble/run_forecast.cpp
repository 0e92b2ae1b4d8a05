#include "ensemble/run_forecast.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "ensemble/first_look.hpp"
#include "ensemble/pilot.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/run.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using ensemble::ForecastBasis;
using ensemble::RunCost;
using ensemble::RunForecast;

namespace {

constexpr std::uint64_t plenty = 1'000'000'000;

/// A gas of vacancies before a sink.
interface::Case gas() {
  interface::Case c;
  c.metal.cells = {4, 3};
  c.metal.layers = 6;
  c.ceramic.segregation = 0.05;
  c.onset.primary = interface::Detector::coverage;
  c.current = interface::Ramp { 1e7, 1e10, 2e14, std::nullopt };
  return c;
}

double hops_of(const interface::Case& c, std::uint64_t seed) {
  return static_cast<double>(interface::run(c, seed, {}, {}, {}).last.events.hops());
}

/// The same before a doorway, on a ramp that a pilot chooses; `bonds` [eV] to two shells.
interface::Case piloted(interface::Detector primary, double bonds,
                        interface::RampConvention convention) {
  interface::Case c = gas();
  c.ceramic.injection.barrier = 0.14;
  c.metal.bond_nn1 = c.metal.bond_nn2 = bonds;
  c.onset.primary = primary;
  c.current = interface::Ramp {
    0, 0, 0, interface::Stationarity {
    }, interface::AutoRamp {
      convention, 10, 330
    }
  };
  return c;
}

void check_within_two(double told, double found) {
  CHECK_MESSAGE((told < 2 * found && told > found / 2), told << " told, " << found << " found");
}

/// Hops of its pilots and of a replica, with as many events to try as they need.
void check_foretold(const interface::Case& c) {
  std::uint64_t budget = plenty;
  const auto point = ensemble::forecast_point(c, 3, budget);
  REQUIRE_MESSAGE(point.run.has_value(), point.unknown);
  CHECK(point.basis() == ForecastBasis::whole);
  const auto chosen = ensemble::choose_ramp(c, {});
  REQUIRE(chosen.has_value());
  const double first = point.reference ? point.reference->hops : 0.0;
  check_within_two(point.pilot.value().hops + first, static_cast<double>(chosen->hops));
  test::Mean hops;
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    hops.add(hops_of(interface::with_ramp(c, chosen->ramp), test::seed(seed)));
  check_within_two(point.run->at_rate(1.0).hops, hops.mean());
}

}  // namespace

TEST_CASE("what a budget suffices for is counted: the hops are those of the run itself") {
  const interface::Case c = gas();
  std::uint64_t budget = plenty;
  const auto forecast = ensemble::forecast_run(c, 3, budget);
  REQUIRE(forecast.has_value());
  CHECK(forecast->basis() == ForecastBasis::whole);
  CHECK(forecast->at_rate(1.0).hops == hops_of(c, 3));
  CHECK(budget < plenty);
  interface::Case faster = c;
  std::get<interface::Ramp>(faster.current).rate *= 4;
  CHECK(forecast->at_rate(4.0).hops == hops_of(faster, 3));
}

TEST_CASE(
    "a ramp that takes more than the budget is asked on faster ones, within a factor of two") {
  const interface::Case c = gas();
  const auto events = interface::run(c, 3, {}, {}, {}).last.events;
  const double real = static_cast<double>(events.hops());
  std::uint64_t budget = events.trials * 9 / 10;
  const auto forecast = ensemble::forecast_run(c, 3, budget);
  REQUIRE(forecast.has_value());
  CHECK(forecast->basis() == ForecastBasis::faster);
  CHECK(forecast->least_haste() > 1);
  const double ratio = forecast->at_rate(1.0).hops / real;
  CHECK_MESSAGE((ratio > 0.5 && ratio < 2.0), ratio);
}

TEST_CASE("hops at other rates lie on a power law, which trials that scatter tell in part") {
  const auto trial = [](double haste, double hops) {
    return RunForecast::Trial{haste, RunCost{hops, 1.0, 1.0, 1.0}};
  };
  // one alone: the exponent that is expected
  CHECK(RunForecast({trial(16, 100)}, -0.5, 1.0, {}).at_rate(1).hops == doctest::Approx(400));
  // several on it keep it, and a trial's own rate is known
  const RunForecast on({trial(64, 100), trial(16, 200), trial(4, 400)}, -0.5, 1.0, {});
  CHECK(on.at_rate(1).hops == doctest::Approx(800));
  CHECK(on.at_rate(0.25).hops == doctest::Approx(1600));
  CHECK(on.at_rate(16).hops == 200);
  // two that differ: their slope, of variance 2 (0.4 / ln 4)^2, and that expected, of 0.2^2
  const double of_trials = std::log(4.0) * std::log(4.0) / (2 * 0.16), expected = 25;
  const double slope = (-1.0 * of_trials - 0.5 * expected) / (of_trials + expected);
  const RunForecast two({trial(16, 100), trial(4, 400)}, -0.5, 1.0, {});
  CHECK(two.at_rate(1).hops == doctest::Approx(200 * std::pow(8.0, -slope)));
  // through the run itself
  const RunForecast itself({trial(4, 100), trial(1, 400)}, -0.5, 1.0, {});
  CHECK(itself.at_rate(1).hops == 400);
  CHECK(itself.at_rate(0.25).hops == doctest::Approx(400 * std::pow(4.0, -slope)));
}

TEST_CASE(
    "a current that ends with its charge is asked by its beginning, plating counted as well") {
  interface::Case cycling = gas(), filling = gas();
  cycling.current = interface::Cycle { 2e7, 2e7, 2.0, 0.0, 0.0, 20 };  // 80 monolayers either way
  filling.far_side = interface::Closed {};
  filling.current = interface::Constant { 2e7, 0.5, 0.0 };  // half of one, all of which stays
  for (interface::Case c : {cycling, filling}) {
    c.stop = interface::Stop::end;
    const auto last = interface::run(c, 3, {}, {}, {}).last;
    std::uint64_t budget = last.events.trials / 4;
    const auto forecast = ensemble::forecast_run(c, 3, budget);
    REQUIRE(forecast.has_value());
    CHECK(forecast->basis() == ForecastBasis::share);
    CHECK(forecast->share() < 0.8);
    const double ratio = forecast->at_rate(1.0).hops / static_cast<double>(last.events.hops());
    CHECK_MESSAGE((ratio > 0.5 && ratio < 2.0), ratio);
  }
}

TEST_CASE("a run that begins too slowly for its budget is not guessed") {
  std::uint64_t budget = 10;
  CHECK_FALSE(ensemble::forecast_run(gas(), 3, budget).has_value());
  CHECK(budget == 0);
  budget = 10;
  const auto point = ensemble::forecast_point(gas(), 3, budget);
  CHECK_FALSE(point.run.has_value());
  CHECK_FALSE(point.unknown.empty());
}

TEST_CASE(
    "what a ramp takes that pilots choose, and they themselves, is foretold within a factor of "
    "two, whichever detector sees onset") {
  using interface::Detector;
  using interface::RampConvention;
  SUBCASE("voltage") { check_foretold(piloted(Detector::voltage, 0.0, RampConvention::charge)); }
  SUBCASE("coverage") { check_foretold(piloted(Detector::coverage, 0.0, RampConvention::charge)); }
  SUBCASE("at one rate") {
    check_foretold(piloted(Detector::coverage, 0.0, RampConvention::fixed));
  }
  SUBCASE("bonds") { check_foretold(piloted(Detector::voltage, 0.06, RampConvention::charge)); }
  SUBCASE("bonds at one rate") {
    check_foretold(piloted(Detector::voltage, 0.06, RampConvention::fixed));
  }
}

// Without bonds the voltage sees onset far above where the coverage does, by which a pilot begins.
TEST_CASE("a pilot that is not followed to its end tells an onset of its own detector, or none") {
  using interface::Detector;
  int early = 0;  // looks that end before a run agrees
  for (const double bonds : {0.0, 0.06})
    for (const Detector primary : {Detector::voltage, Detector::coverage}) {
      const auto c = piloted(primary, bonds, interface::RampConvention::charge);
      const double scale = ensemble::choose_ramp(c, {}).value().scale;
      for (std::uint64_t budget = 1000;; budget += budget / 4) {
        std::uint64_t left = budget;
        const auto look = ensemble::look_for_ramp(c, {}, left);
        if (!look) continue;
        CAPTURE(look->chosen.scale / scale);
        CHECK(std::abs(std::log(look->chosen.scale / scale)) < 0.5);
        if (look->agreed) break;
        ++early;
      }
    }
  CHECK(early > 0);
}
