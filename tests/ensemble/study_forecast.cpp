#include "ensemble/study_forecast.hpp"

#include <doctest/doctest.h>

#include <span>

#include "interface/run.hpp"
#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using ensemble::StudyForecast;
using ensemble::Task;
using ensemble::TaskKind;

namespace {

/// A gas of vacancies before a sink, whose runs end at onset, or after so many events.
interface::Case gas(std::uint64_t events) {
  interface::Case c;
  c.metal.cells = {4, 3};
  c.metal.layers = 6;
  c.temperature = 300;
  c.ceramic.segregation = 0.05;
  c.onset.primary = interface::Detector::coverage;
  c.current = interface::Ramp { 1e7, 1e10, 2e14, std::nullopt };
  c.limits.events = events;
  return c;
}

/// 100 events for three branches, and all that onset takes for the fourth.
ensemble::Plan three_short_and_one() {
  ensemble::Plan plan =
      test::plan({test::branch("a"), test::branch("b"), test::branch("c"), test::branch("long")});
  plan.temperatures = {300};
  for (ensemble::Branch& branch : plan.branches) {
    const std::uint64_t events = branch.name == "long" ? 0 : 100;
    branch.vary = [events](std::span<const double>) { return gas(events); };
  }
  return plan;
}

}  // namespace

TEST_CASE("what cheap state points leave of the budget goes to those that need more") {
  const ensemble::Plan plan = three_short_and_one();
  const Task task{TaskKind::replica, false, 3, {}, 300};
  const auto last = interface::run(gas(0), seed_of(plan, task), {}, {}, {}).last;
  const double hops = static_cast<double>(last.events.hops());
  // of which a quarter is too little to the end, and three are enough
  const std::uint64_t budget = 3 * last.events.trials;
  for (const int threads : {1, 2}) {
    const StudyForecast forecast(plan, budget, threads);
    const auto& run = forecast.at(task).run;
    REQUIRE(run.has_value());
    CHECK(run->basis() == ensemble::ForecastBasis::whole);
    CHECK(forecast.cost_of(task)->hops == hops);
  }
  // a share alone, were there nothing left of the others
  const StudyForecast poor(plan, 400, 1);
  CHECK_FALSE(poor.cost_of(task).has_value());
  CHECK_FALSE(poor.at(task).unknown.empty());
}
