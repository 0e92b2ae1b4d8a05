#include "ensemble/absolute_current.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

constexpr double energy = 0.1;      // [eV]
const double log_prefactor = 25.0;  // of ln(j / (mA/cm²))

double log_current(double temperature) {
  return log_prefactor - energy * inverse_thermal_energy(temperature) +
         std::log(constants::mA_per_cm2);
}

StudyResult found(const Plan& plan) {
  return analyse(
      plan, test::records(plan, [](const Plan& p, const Task& task) -> decltype(Record::found) {
        kmc::Stream stream(seed_of(p, task), 77);
        return test::seen(log_current(task.temperature) +
                          1e-3 * test::draw(test::Scatter::normal, stream));
      }));
}

}  // namespace

TEST_CASE(
    "without points the clock factor brings the current nearest room temperature to 1 mA/cm²") {
  const Plan plan = test::plan({test::branch("doorway")});
  const AbsoluteCurrent absolute = found(plan).branches[0].absolute.value();
  CHECK(absolute.temperature == 300);
  CHECK(absolute.log_current.value == doctest::Approx(log_current(300)).epsilon(1e-3));
  const double exact = constants::mA_per_cm2 / std::exp(log_current(300));
  CHECK(absolute.clock_factor == doctest::Approx(exact).epsilon(0.01));
  CHECK(absolute.clock_factor_interval.low < absolute.clock_factor);
  CHECK(absolute.clock_factor < absolute.clock_factor_interval.high);
  CHECK(std::exp(-absolute.barrier * inverse_thermal_energy(300)) ==
        doctest::Approx(absolute.clock_factor));
}

TEST_CASE(
    "with points every hypothesis has the clock factor that they need, compared with them or not") {
  Plan plan = test::plan({test::branch("doorway")});
  constexpr double slower = 1e-6;
  for (const double temperature : {290.0, 310.0})
    plan.measured_points.push_back(
        {temperature, log_current(temperature) + std::log(slower), 0.05});
  const AbsoluteCurrent absolute = found(plan).branches[0].absolute.value();
  CHECK(absolute.clock_factor == doctest::Approx(slower).epsilon(0.01));
  CHECK(absolute.clock_factor_interval.contains(slower));
  CHECK(absolute.barrier ==
        doctest::Approx(-std::log(slower) / inverse_thermal_energy(300)).epsilon(0.01));
}

TEST_CASE("where nothing was seen there is no absolute current") {
  const Plan plan = test::plan({test::branch("doorway")});
  const StudyResult nothing = analyse(plan, {});
  CHECK_FALSE(nothing.branches[0].absolute.has_value());
  CHECK_FALSE(nothing.clock_factors.has_value());
}

TEST_CASE("an absolute current says what it was simulated with") {
  Plan plan = test::plan({test::branch("doorway")});
  plan.branches[0].vary = [vary = plan.branches[0].vary](std::span<const double> parameters) {
    Case c = vary(parameters);
    c.clock_factor = 3;
    c.metal.hop.attempt_frequency = 2e13;
    c.metal.layers = 17;
    c.metal.cells = {6, 5};
    return c;
  };
  const AbsoluteCurrent absolute = found(plan).branches[0].absolute.value();
  CHECK(absolute.attempt_frequency == 6e13);
  CHECK(absolute.layers == 17);
  const double site_area = interface::site_area(plan.branches[0].vary({}).metal);
  CHECK(absolute.area == doctest::Approx(2 * 6 * 5 * site_area));  // of (110): two sites a cell
}

TEST_CASE("the clock factors of all hypotheses are told by the lowest and the highest") {
  std::vector<BranchResult> branches(4);
  CHECK_FALSE(clock_factors(branches).has_value());
  for (const std::size_t b : {0u, 2u, 3u}) {
    branches[b].absolute.emplace().clock_factor = std::vector{0.5, 0.0, 0.1, 7.0}[b];
    branches[b].absolute->temperature = 310;
  }
  const ClockFactors all = clock_factors(branches).value();
  CHECK(all.lowest == 0.1);
  CHECK(all.highest == 7.0);
  CHECK(all.temperature == 310);
}
