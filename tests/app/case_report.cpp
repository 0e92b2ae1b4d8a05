#include "app/case_report.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "interface/theory.hpp"

using namespace lacuna;

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

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool any_says(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&part](const std::string& text) { return says(text, part); });
}

}  // namespace

TEST_CASE("a case report has the numbers of the design: atoms per current, energies, adhesion") {
  const std::string report = app::case_report(input_of({"interface.segregation_eV=0.087"}));
  CHECK(says(report, "62.415 per nm2 and s"));
  CHECK(says(report, "8.1225 per s"));  // monolayers per mA/cm², (110)
  CHECK(says(report, "0.1530 eV per interface atom"));
  CHECK(says(report, "0.1884 J/m2"));  // reference/sodium: E_seg 0.087 is 0.188 J/m²
  CHECK(says(report, "0.4200 eV"));    // 4 e1 + 3 e2
}

TEST_CASE("j_pred is called an upper bound when there are bonds, and only then") {
  CHECK(says(app::case_report(input_of({})), "j_pred, an upper bound"));
  CHECK_FALSE(says(app::case_report(input_of(no_bonds)), "upper bound"));
}

TEST_CASE(
    "a case report says which clock factor 1 mA/cm² needs, and that attempt frequencies do not "
    "give it") {
  const io::RunInput input = input_of(with(no_bonds, "clock_factor=2"));
  const std::string report = app::case_report(input);
  const double predicted = interface::predicted_density(input.values) / constants::mA_per_cm2;
  CHECK(says(report, "nu = 2e+13 Hz in the metal"));
  CHECK(says(report, fmt::format("{:.3g} times this one for 1 mA/cm2", 1 / predicted)));
  CHECK(says(report, "the prefactor does not"));
}

TEST_CASE("the regime follows from the layers and L*") {
  const auto kinetic = with(no_bonds, "interface.segregation_eV=0");
  CHECK(says(app::case_report(input_of(with(kinetic, "metal.layers=3"))), "interface-limited"));
  CHECK(says(app::case_report(input_of(with(kinetic, "metal.layers=400"))), "bulk-limited"));
  const io::RunInput input = input_of(kinetic);
  const double crossover =
      interface::crossover_layers(input.values, input.values.onset.coverage_threshold);
  CHECK(says(app::case_report(input), fmt::format("{:.4g} layers", crossover)));
}

TEST_CASE("the activation energy that theory expects is that of the design's table") {
  // Thermodynamic doorway, 8 layers, slope at coverage 0.5 over 250-350 K: 0.1379 eV; highway:
  // 0.053 eV.
  const auto doorway = [](const char* barrier, const char* segregation) {
    return app::case_report(input_of({"metal.bonds_eV={nn1: 0, nn2: 0}", "metal.layers=8",
                                      "onset.coverage.threshold=0.5",
                                      fmt::format("interface.injection.barrier_eV={}", barrier),
                                      fmt::format("interface.segregation_eV={}", segregation)}));
  };
  CHECK(says(doorway("0.14", "0.087"), "0.1378 eV at this temperature"));
  CHECK(says(doorway("0.053", "0"), "0.0530 eV at this temperature"));
}

TEST_CASE("a trial runs the case for the time it is given and finds its speed") {
  const app::Trial trial = app::try_case(input_of({}), 0.05);
  CHECK_FALSE(trial.whole_run);
  CHECK(trial.seconds > 0.04);
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
  CHECK_FALSE(any_says(app::case_warnings(input), "censored"));
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

TEST_CASE(
    "a ramp that ends below j_pred, or has it at its very start, draws a warning without bonds") {
  const double predicted =
      interface::predicted_density(input_of(no_bonds).values) / constants::mA_per_cm2;
  const auto ramp = [&](double from, double to) {
    return input_of(
        with(no_bonds, fmt::format("current.ramp={{from_mA_cm2: {:.4e}, to_mA_cm2: {:.4e}, "
                                   "rate_mA_cm2_per_s: 1.0e+12}}",
                                   from * predicted, to * predicted)));
  };
  CHECK(any_says(app::case_warnings(ramp(0.01, 0.9)), "right-censored"));
  CHECK(any_says(app::case_warnings(ramp(0.9, 10)), "left-censored"));
  CHECK_FALSE(any_says(app::case_warnings(ramp(0.01, 2)), "censored"));
}

TEST_CASE("a hidden onset is warned about before the run") {
  CHECK(any_says(app::case_warnings(input_of({"voltage.exchange_current_relative=0.5"})),
                 "exchange_current"));
  CHECK_FALSE(any_says(app::case_warnings(input_of({})), "exchange_current"));
}
