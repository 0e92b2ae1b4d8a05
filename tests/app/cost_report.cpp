#include "app/cost_report.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/forecast_words.hpp"
#include "interface/outlook.hpp"
#include "interface/theory.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using lacuna::test::says;

namespace {

io::RunInput input_of(const std::vector<std::string>& settings) {
  return io::parse_case(io::starting_case(), "case.yaml", ".", settings);
}

const std::vector<std::string> no_bonds{"metal.bonds_eV={nn1: 0, nn2: 0}",
                                        "metal.lateral_cells=[4, 3]", "metal.layers=6",
                                        "onset.primary=coverage"};

std::vector<std::string> with(std::vector<std::string> settings, const std::string& more) {
  settings.push_back(more);
  return settings;
}

std::string report_of(const std::vector<std::string>& settings, std::uint64_t budget) {
  const io::RunInput input = input_of(settings);
  return app::cost_report(input, ensemble::forecast_point(input.values, input.seed, budget));
}

}  // namespace

TEST_CASE("a case whose ramp chooses itself is tried on one that a pilot's first look finds") {
  const std::string report = report_of(with(no_bonds, "current.ramp.auto=fixed"), 2'000'000);
  CHECK_MESSAGE(says(report, "auto: fixed, 25 monolayers per e-fold at 300 K"), report);
  CHECK(says(report, "charge to j_pred"));
  CHECK(says(report, ", on a ramp around j_pred"));
  CHECK_FALSE(says(report, "charge to the end"));  // what was counted says it
  CHECK_FALSE(says(report, "not reached"));
  const std::string untold = report_of(with(no_bonds, "current.ramp.auto=fixed"), 10);
  CHECK_MESSAGE(says(untold, "whole ramp"), untold);
  CHECK(says(untold, ", were there no onset"));
  CHECK(says(report_of(no_bonds, 1000), "charge to the end"));
  CHECK(says(report, "with its pilots"));
  CHECK(says(report, "million hops per s"));
  CHECK_FALSE(says(report_of(no_bonds, 1000), "pilot"));
  const std::string closed = report_of(with(no_bonds, "far_side=closed"), 1000);
  CHECK(says(closed, "charge to onset"));
  CHECK_FALSE(says(closed, "charge to j_pred"));
}

TEST_CASE("what a forecast rests on is said, and what cannot be told") {
  CHECK(says(report_of(with(no_bonds, "limits.events=2000"), 100'000),
             "counted in a run to its end"));
  CHECK(says(report_of(no_bonds, 10), "not known: it takes more than could be tried"));
  CHECK(says(report_of({"onset.primary=growth", "initial.void_vacancies=20"}, 1000),
             "not known: a growth"));
  const std::string part = report_of(
      with(no_bonds, "current={constant: {j_mA_cm2: 1.0e+5, monolayers: 1000}}"), 200'000);
  CHECK_MESSAGE(says(part, "from the first "), part);
}
