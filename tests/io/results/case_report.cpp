#include "io/results/case_report.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/constants.hpp"
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

bool any_says(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&part](const std::string& text) { return says(text, part); });
}

}  // namespace

TEST_CASE("a case report has the numbers of the design: atoms per current, energies, adhesion") {
  const std::string report = io::case_report(input_of({"interface.segregation_eV=0.087"}));
  CHECK(says(report, "62.415 per nm2 and s"));
  CHECK(says(report, "8.1225 per s"));  // monolayers per mA/cm², (110)
  CHECK(says(report, "0.1530 eV per interface atom"));
  CHECK(says(report, "0.1884 J/m2"));  // reference/sodium: E_seg 0.087 is 0.188 J/m²
  CHECK(says(report, "0.4200 eV"));    // 4 e1 + 3 e2
}

TEST_CASE("j_pred is called an upper bound when there are bonds, and only then") {
  CHECK(says(io::case_report(input_of({})), "j_pred, an upper bound"));
  CHECK_FALSE(says(io::case_report(input_of(no_bonds)), "upper bound"));
}

TEST_CASE(
    "a case report says which clock factor 1 mA/cm² needs, and that attempt frequencies do not "
    "give it") {
  const io::RunInput input = input_of(with(no_bonds, "clock_factor=2"));
  const std::string report = io::case_prefactor(input);
  const double predicted = interface::predicted_density(input.values) / constants::mA_per_cm2;
  CHECK(says(report, "nu = 2e+13 Hz in the metal"));
  CHECK(says(report, fmt::format("{:.3g} times this one for 1 mA/cm2", 1 / predicted)));
  CHECK(says(report, "no statement about attempt frequencies"));
  CHECK(says(report, "self-diffusion"));
}

TEST_CASE("the regime follows from the layers and L*") {
  const auto kinetic = with(no_bonds, "interface.segregation_eV=0");
  CHECK(says(io::case_report(input_of(with(kinetic, "metal.layers=3"))), "interface-limited"));
  CHECK(says(io::case_report(input_of(with(kinetic, "metal.layers=400"))), "bulk-limited"));
  const io::RunInput input = input_of(kinetic);
  const double crossover =
      interface::crossover_layers(input.values, input.values.onset.coverage_threshold);
  CHECK(says(io::case_report(input), fmt::format("{:.4g} layers", crossover)));
}

TEST_CASE("the activation energy that theory expects is that of the design's table") {
  // Thermodynamic doorway, 8 layers, slope at coverage 0.5 over 250-350 K: 0.1379 eV; highway:
  // 0.053 eV.
  const auto doorway = [](const char* barrier, const char* segregation) {
    return io::case_report(input_of({"metal.bonds_eV={nn1: 0, nn2: 0}", "metal.layers=8",
                                     "onset.coverage.threshold=0.5",
                                     fmt::format("interface.injection.barrier_eV={}", barrier),
                                     fmt::format("interface.segregation_eV={}", segregation)}));
  };
  CHECK(says(doorway("0.14", "0.087"), "0.1378 eV at this temperature"));
  CHECK(says(doorway("0.053", "0"), "0.0530 eV at this temperature"));
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
  const auto warnings = [&](double from, double to) {
    return io::case_warnings(ramp(from, to), to * predicted * constants::mA_per_cm2);
  };
  CHECK(any_says(warnings(0.01, 0.9), "right-censored"));
  CHECK(any_says(warnings(0.9, 10), "left-censored"));
  CHECK_FALSE(any_says(warnings(0.01, 2), "censored"));
}

TEST_CASE("a ramp that falls is told of before the run, one that rises or plates is not") {
  const auto falls = [](const char* from, const char* to) {
    const auto input = input_of(
        {fmt::format("current.ramp={{from_mA_cm2: {}, to_mA_cm2: {}, rate_mA_cm2_per_s: 1.0e+12}}",
                     from, to),
         "onset.primary=coverage"});
    return any_says(io::case_warnings(input, 1e9), "the current falls");
  };
  CHECK(falls("5.0e+9", "3.0e+9"));
  CHECK_FALSE(falls("3.0e+9", "5.0e+9"));
  CHECK_FALSE(falls("-3.0e+9", "-5.0e+9"));
}

TEST_CASE("a hidden onset is warned about before the run") {
  constexpr double high = 1e9;
  CHECK(any_says(io::case_warnings(input_of({"voltage.exchange_current_relative=0.5"}), high),
                 "exchange_current"));
  CHECK_FALSE(any_says(io::case_warnings(input_of({}), high), "exchange_current"));
  // A current that plates cannot go high enough.
  const auto plating = io::case_warnings(input_of(no_bonds), 0.0);
  CHECK(any_says(plating, "the current never strips"));
  CHECK_FALSE(any_says(plating, "go higher"));
}

TEST_CASE("a current that stands far above where contact is lost is warned about") {
  const auto stands_at = [](const char* density) {
    auto settings = no_bonds;
    settings.push_back(
        fmt::format("current={{constant: {{j_mA_cm2: {}, monolayers: 1}}}}", density));
    settings.emplace_back("onset.primary=coverage");
    return any_says(io::case_warnings(input_of(settings), std::stod(density)), "is far above");
  };
  CHECK(stands_at("1.0e+20"));
  CHECK_FALSE(stands_at("1.0e+9"));
}

TEST_CASE("a patch is told of with its share, and theory is that of the rest") {
  const std::string report = io::case_report(
      input_of({"interface.patch={stripes: {width_nm: 1, period_nm: 2}, segregation_eV: 0.1}"}));
  CHECK(says(report, "share of the interface"));
  CHECK(says(report, "0.1000 eV"));
  CHECK(says(report, "outside of the patch"));
  CHECK_FALSE(says(io::case_report(input_of({})), "patch"));
}
