#include "io/results/report_study.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/constants.hpp"
#include "io/results/study_text.hpp"
#include "tests/io/results/example_results.hpp"

using namespace lacuna;
using nlohmann::json;

namespace {

const json& study() {
  static const json data = [] {
    const test::StudyOfEverything all;
    return json::parse(io::study_report(all.study.plan, all.records, all.result, {},
                                        all.study.canonical, "/some where/my out"));
  }();
  return data;
}

json table_called(const std::string& title) {
  for (const json& table : study().at("tables"))
    if (table.at("title") == title) return table;
  return {};
}

double activation_energy(double x0, double j0, double x1, double j1) {
  return -std::log(j1 / j0) * constants::boltzmann / (x1 - x0) * 1000;
}

}  // namespace

TEST_CASE("hops of a study are those of its replicas and of its pilots") {
  const test::StudyOfEverything& all = test::everything();
  ensemble::Records records = all.records;
  const auto hops_of = [&] {
    const json data = json::parse(
        io::study_report(all.study.plan, records, all.result, {}, all.study.canonical, "out"));
    return data.at("totals").at("hops").get<std::uint64_t>();
  };
  const std::uint64_t before = hops_of();
  ensemble::ChosenRamp chosen;
  chosen.hops = 1000;
  const ensemble::Task pilot{ensemble::TaskKind::pilot, false, 0, {}, 300.0, 1.0, 0};
  records["a pilot"] = {pilot, 0, chosen};
  CHECK(hops_of() == before + 1000);
}

TEST_CASE(
    "a study's report says what came out, how to have it again, and what it was compared with") {
  CHECK(study().at("kind") == "study");
  CHECK(study().at("headline") ==
        "At this box and ramp, of 6 hypotheses 4 agree by construction alone.");
  CHECK(study().at("command") == "lacuna study 'my out/input.yaml' --out again");
  CHECK(study().at("directory") == "my out");
  CHECK(study().at("branches").size() == 6);
  CHECK(study().at("grid_keys") == json{"metal.layers"});
  CHECK(study().at("measured").at(0).at("name") == "bare");
  CHECK(study().at("totals").at("failed") == 1);
  CHECK_FALSE(study().at("measured_points").empty());
}

TEST_CASE(
    "a study's report has theory beside E_A, and absolute currents with the clock factor of the "
    "measured points") {
  for (const json& branch : study().at("branches")) CHECK(branch.at("E_A_theory").is_number());
  const test::StudyOfEverything all;  // the page rounds once, as the terminal does
  CHECK(
      study().at("branches").at(0).at("E_A").at("value").get<double>() ==
      doctest::Approx(all.result.branches.at(0).arrhenius->activation_energy.value).epsilon(1e-9));
  const json absolute = study().at("absolute");
  const auto note = absolute.at("note").get<std::string>();
  CHECK(note.starts_with("For the critical currents that were measured"));
  const json& rows = absolute.at("rows");
  CHECK(rows.at(0) == json{"hypothesis", "metal.layers", "T (K)", "nu (Hz)", "layers",
                           "j_crit (mA/cm2)", "D (cm2/s)", "D / measured",
                           "clock factor for what was measured"});
  CHECK(rows.size() == 1 + study().at("branches").size());
  CHECK(rows.at(1).at(2) == "300");
}

TEST_CASE("a study's report has the tables of its text, in the same words") {
  const test::StudyOfEverything all;
  const std::string text = io::study_text(all.study.plan, all.result, {}, "out");
  for (const json& table : study().at("tables")) {
    CAPTURE(table.at("title"));
    CHECK(text.find("\n" + table.at("title").get<std::string>() + "\n") != std::string::npos);
    const std::string last = table.at("rows").back().back();
    CHECK(text.find(last) != std::string::npos);
  }
  CHECK(study().at("tables").size() == 5);
}

TEST_CASE("a study's report has what was extrapolated to another size, at every temperature") {
  const json sizes =
      table_called("extrapolated to a thickness of 10 um with a law fitted to the grid sizes");
  REQUIRE(sizes.at("rows").size() == 1 + 3);
  CHECK(sizes.at("rows").at(0).front() == "hypothesis");
  const json& one = sizes.at("rows").at(1);
  CHECK(one.front() == "highway");
  CHECK(one.back() ==
        "fewer than three sizes with two onsets or more, none censored, at every temperature");
}

TEST_CASE(
    "the band of a report follows the line, and its wedge has the measured slope through the "
    "line's middle") {
  int wedges = 0;
  for (const json& branch : study().at("branches")) {
    const json& band = branch.at("band");
    const json &first = band.front(), &last = band.back(), &middle = band.at(band.size() / 2);
    CHECK(activation_energy(first[0], first[1], last[0], last[1]) ==
          doctest::Approx(branch.at("E_A").at("value").get<double>()).epsilon(1e-3));
    for (const json& point : band) {
      CHECK(point[2] < point[1]);
      CHECK(point[1] < point[3]);
    }
    CHECK(std::log(last[3].get<double>() / last[2].get<double>()) >
          std::log(middle[3].get<double>() / middle[2].get<double>()));
    if (!branch.contains("wedge")) continue;
    ++wedges;
    const json& wedge = branch.at("wedge");
    CHECK(wedge.at(wedge.size() / 2)[1] == middle[1]);
    const double slope =
        activation_energy(wedge.front()[0], wedge.front()[1], wedge.back()[0], wedge.back()[1]);
    const json& range = branch.at("range");  // of points their slope
    const double measured = (range.at("low").get<double>() + range.at("high").get<double>()) / 2;
    CHECK(slope == doctest::Approx(measured).epsilon(1e-3));
    if (branch.at("measured") == "bare") CHECK(measured == doctest::Approx(0.14));
  }
  CHECK(wedges == 6);
}

TEST_CASE(
    "survival falls from one by equal steps, of which a replica that was not seen to its onset has "
    "none") {
  int unseen = 0;
  for (const json& branch : study().at("branches")) {
    for (const json& cell : branch.at("cells")) {
      const json& steps = cell.at("survival");
      const auto replicas = cell.at("replicas").get<std::size_t>();
      const auto censored = cell.at("censored_right").get<std::size_t>();
      CHECK(cell.at("onsets").size() == replicas);
      REQUIRE(steps.size() == replicas - censored);
      unseen += static_cast<int>(censored);
      for (std::size_t k = 0; censored == 0 && k < steps.size(); ++k) {
        const double left = 1 - static_cast<double>(k + 1) / static_cast<double>(replicas);
        CHECK(steps[k][1].get<double>() == doctest::Approx(left).epsilon(1e-4));
        CHECK(steps[k][2].get<double>() ==
              doctest::Approx(std::sqrt(left * (1 - left) / static_cast<double>(replicas)))
                  .epsilon(1e-3));
      }
    }
  }
  CHECK(unseen == 1);
}
