#include "app/cost_report.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/outlook.hpp"
#include "interface/theory.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using lacuna::test::says;

namespace {

io::RunInput input_of(const std::vector<std::string>& settings) {
  return io::parse_case(io::starting_case(), "case.yaml", ".", settings);
}

const std::vector<std::string> no_bonds{"metal.bonds_eV={nn1: 0, nn2: 0}",
                                        "metal.lateral_cells=[4, 3]", "metal.layers=6"};

std::vector<std::string> with(std::vector<std::string> settings, const std::string& more) {
  settings.push_back(more);
  return settings;
}

}  // namespace

TEST_CASE("a trial runs the case for the time it is given and finds its speed") {
  const app::Trial trial = app::try_case(input_of({}), 0.3);
  CHECK_FALSE(trial.whole_run);
  CHECK(trial.seconds > 0.25);
  CHECK(trial.hops > 1000);
  CHECK(trial.strips > 0);
  CHECK(says(app::cost_report(input_of({}), trial), "million hops per s"));
}

TEST_CASE("a case whose ramp chooses itself is tried and estimated on one around j_pred") {
  const io::RunInput input = input_of(with(no_bonds, "current.ramp.auto=fixed"));
  const app::Trial trial = app::try_case(input, 0.05);
  CHECK(trial.strips > 0);
  const std::string report = app::cost_report(input, trial);
  CHECK(says(report, "auto: fixed, 25 monolayers per e-fold at 300 K"));
  CHECK(says(report, "charge to j_pred"));
  CHECK_FALSE(says(report, "not reached"));
  CHECK(app::highest_density(input.values) > interface::predicted_density(input.values));
  app::Trial over = trial;
  over.whole_run = true;  // of another ramp than the one that will be chosen
  CHECK_FALSE(says(app::cost_report(input, over), "the whole run"));
  CHECK_FALSE(says(app::cost_report(input_of(no_bonds), trial), "pilot"));
  const std::string closed = app::cost_report(input_of(with(no_bonds, "far_side=closed")), trial);
  CHECK(says(closed, "charge to onset"));
  CHECK_FALSE(says(closed, "charge to j_pred"));
  CHECK(
      says(app::cost_report(input_of({"onset.primary=growth", "initial.void_vacancies=20"}), trial),
           "trials"));
}

TEST_CASE("a case that is over within the trial is said to be") {
  const io::RunInput input = input_of(with(no_bonds, "limits.events=2000"));
  const app::Trial trial = app::try_case(input, 60.0);
  CHECK(trial.whole_run);
  CHECK(says(app::cost_report(input, trial), "the whole run"));
}
