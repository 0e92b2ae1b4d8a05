#include "io/store/summary.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/version.hpp"
#include "interface/theory.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using nlohmann::json;

namespace {

io::RunInput bare() {
  io::RunInput input;
  input.values.name = "bare";
  input.values.temperature = 300;
  input.values.ceramic.segregation = 0.087;
  input.values.onset.primary = interface::Detector::coverage;
  input.seed = std::numeric_limits<std::uint64_t>::max();
  return input;
}

interface::Ending ending() {
  interface::Ending result;
  result.reason = interface::Reason::onset;
  for (std::size_t n = 0; n < interface::all_detectors.size(); ++n) {
    result.onsets[n].detector = interface::all_detectors[n];
  }
  auto& coverage = result.onsets[static_cast<std::size_t>(interface::Detector::coverage)];
  coverage.detected = true;
  coverage.censored = interface::Censored::left;
  coverage.density = 1.25e6 * constants::mA_per_cm2;
  coverage.time = 2e-6;
  coverage.monolayers = 12.5;
  coverage.coverage = 0.125;
  coverage.largest_cluster = 77;
  result.last.events.stripped = 12345;
  return result;
}

}  // namespace

TEST_CASE("a summary has the primary detector's onset first and one block for each detector") {
  const json summary = json::parse(io::summary_json(bare(), ending()));
  const json& onset = summary.at("onset");
  CHECK(onset == summary.at("onsets").at("coverage"));
  CHECK(onset.at("detected") == true);
  CHECK(onset.at("detector") == "coverage");
  CHECK(onset.at("j_mA_cm2").get<double>() == 1.25e6);
  CHECK(onset.at("time_s").get<double>() == 2e-6);
  CHECK(onset.at("charge_monolayers").get<double>() == 12.5);
  CHECK(onset.at("contact_fraction").get<double>() == 0.875);
  CHECK(onset.at("largest_cluster").get<int>() == 77);
  CHECK(onset.at("censored") == "left");
  CHECK(summary.at("onsets").at("voltage").at("detected") == false);
  CHECK(summary.at("onsets").at("cluster").at("censored") == "right");
  CHECK(summary.at("onsets").size() == interface::all_detectors.size());
}

TEST_CASE("a summary tells where it is from: seed, ending, events and build") {
  const json summary = json::parse(io::summary_json(bare(), ending()));
  CHECK(summary.at("name") == "bare");
  CHECK(summary.at("seed").get<std::uint64_t>() == std::numeric_limits<std::uint64_t>::max());
  CHECK(summary.at("ending") == "onset");
  CHECK(summary.at("events").at("stripped") == 12345);
  CHECK(summary.at("version").at("version") == std::string(build_info().version));
  for (const char* key : {"revision", "compiler", "flags", "libraries"})
    CHECK(summary.at("version").contains(key));
}

TEST_CASE("a summary's derived quantities are those of the theory, in the units of their names") {
  const io::RunInput input = bare();
  const json theory = json::parse(io::summary_json(input, ending())).at("theory");
  CHECK(theory.at("segregation_eV").get<double>() == 0.087);
  // No bonds: phi = -E_seg, W_ad = phi / A_s with A_s = a²/√2.
  const double area = 4.29 * 4.29 / std::sqrt(2.0);
  CHECK(theory.at("work_of_adhesion_J_m2").get<double>() ==
        doctest::Approx(-0.087 / area * constants::elementary_charge_C * 1e20).epsilon(1e-12));
  CHECK(theory.at("j_pred_mA_cm2").get<double>() ==
        doctest::Approx(theory.at("strip_rate_per_site_per_s").get<double>() / area /
                        constants::mA_per_cm2)
            .epsilon(1e-12));
  CHECK(theory.at("j_pred_is") == "estimate");
  io::RunInput bonds = input;
  bonds.values.metal.bond_nn1 = 0.06;
  CHECK(json::parse(io::summary_json(bonds, ending())).at("theory").at("j_pred_is") ==
        "upper_bound");
}

TEST_CASE("what is not finite or does not exist is null in a summary") {
  interface::Ending result = ending();
  result.last.overpotential = std::numeric_limits<double>::infinity();
  result.onsets[0].density = std::numeric_limits<double>::quiet_NaN();
  const json summary = json::parse(io::summary_json(bare(), result));
  CHECK(summary.at("final").at("overpotential_V").is_null());
  CHECK(summary.at("final").at("deepest_layer").is_null());
  CHECK(summary.at("onsets").at("voltage").at("j_mA_cm2").is_null());
  CHECK(summary.at("quasi_static").at("lag").is_null());
  CHECK(summary.at("voltage_slope_ohm_cm2").is_null());
  result.quasi_static = {0.07, false};
  const json late = json::parse(io::summary_json(bare(), result));
  CHECK(late.at("quasi_static").at("lag").get<double>() == 0.07);
  CHECK(late.at("quasi_static").at("ok") == false);
}

TEST_CASE("docs/outputs.md explains every key of a summary and of an onset block") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "run this test by ctest, which names the sources");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const json summary = json::parse(io::summary_json(bare(), ending()));
  for (const json& block : {summary, summary.at("onset")}) {
    for (const auto& entry : block.items()) {
      CAPTURE(entry.key());
      CHECK(page.find('`' + entry.key()) != std::string::npos);
    }
  }
}

TEST_CASE("a summary has no wall clock: the same run gives the same bytes") {
  const std::string summary = io::summary_json(bare(), ending());
  CHECK(summary == io::summary_json(bare(), ending()));
  CHECK(summary.find("wall") == std::string::npos);
}

TEST_CASE("timing reads back, and a file that is none counts as nothing") {
  const test::TemporaryDirectory directory;
  CHECK(io::read_timing(directory / "timing.json").sessions == 0);
  test::put(directory / "timing.json", io::timing_json({2.0, 3000000, 2}));
  const io::Timing timing = io::read_timing(directory / "timing.json");
  CHECK(timing.seconds == 2.0);
  CHECK(timing.hops == 3000000);
  CHECK(timing.sessions == 2);
  CHECK(json::parse(io::timing_json(timing)).at("hops_per_s") == 1.5e6);
  test::put(directory / "timing.json", "{");
  CHECK(io::read_timing(directory / "timing.json").sessions == 0);
}

TEST_CASE("a summary reads back as the ending that it was written from") {
  interface::Ending written = ending();
  written.onsets[0].applicable = false;
  written.quasi_static = {0.03, true};
  written.voltage_slope = 3.0 / constants::mA_per_cm2;
  written.last.time = 1e-6;
  written.last.overpotential = std::numeric_limits<double>::infinity();
  written.last.deepest_layer = 3;
  written.last.events.return_ = 4;
  written.last.events.left = 5;
  written.last.in_flight = 6;
  written.far_field = interface::FarFieldLoad { 0.01, 0.02, 2.5e6 * constants::mA_per_cm2, 20 };
  written.warnings = {"something"};
  const std::string text = io::summary_json(bare(), written);
  CHECK(io::summary_json(bare(), io::read_ending(text, "summary.json")) == text);
  CHECK_THROWS_AS((void)io::read_ending("{}", "summary.json"), InputError);
  CHECK_THROWS_AS((void)io::read_ending("[", "summary.json"), InputError);
}
