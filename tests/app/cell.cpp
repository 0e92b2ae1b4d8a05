// Carries studies on to a cell as a user does. Without bonds, or where voids are refused, that
// takes no time; counting voids is of suite "physics".

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::check_same;
using lacuna::test::contents;
using lacuna::test::names;
using lacuna::test::Outcome;
using lacuna::test::says;
using lacuna::test::tiny_case;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

const char* const study_with_cell = R"(base: box.yaml
temperatures_K: [260, 340]
replicas: 4
rate_check: false
experiment: measured.csv
hypotheses:
  doorway: {set: {interface.segregation_eV: 0.087}}
  strange:
    measured: none
    set: {metal.bonds_eV: {nn1: 0.02, nn2: 0.02}, metal.hop.law: uphill}
cell: {metal_um: [20, 200]}
)";

const char* const study_with_voids = R"(base: box.yaml
temperatures_K: [300, 350]
hypotheses:
  voids: {set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}, interface.segregation_eV: 0.087}}
cell: {sampling: {moves: 40000000}}
)";

// A small cell in a hurry, whose voids are small and soon counted.
const char* const hurried_study = R"(base: box.yaml
temperatures_K: [300, 350]
hypotheses:
  voids: {set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}, interface.segregation_eV: 0.087}}
cell:
  area_cm2: 1.0e-6
  metal_um: 10
  protocol: {staircase: {from_mA_cm2: 8, factor: 1.2, hold_h: 1.0e-3}}
  sampling: {largest: 70, moves: 15000000}
  uncertainty: {draws: 0}
)";

struct CellPlace : Workplace {
  explicit CellPlace(const std::string& study = study_with_cell) : Workplace("study.yaml", study) {
    lacuna::test::put(folder / "box.yaml", tiny_case);
    lacuna::test::put(
        folder / "measured.csv",
        "system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\nbare,ceramic,0.13,0.15,,\n");
  }
  [[nodiscard]] Outcome done(std::vector<std::string> words) const {
    for (const char* more : {"--cache", "voids"}) words.emplace_back(more);
    return done_without_cache(words);
  }
  [[nodiscard]] Outcome done_without_cache(const std::vector<std::string>& words) const {
    const Outcome outcome = lacuna(words);
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return outcome;
  }
  /// The cells of the hurried study, by temperature, with some keys set.
  [[nodiscard]] nlohmann::json cells(const std::vector<std::string>& settings) const {
    std::vector<std::string> words{"cell", "study.yaml", "--json"};
    for (const std::string& each : settings) {
      words.emplace_back("--set");
      words.push_back(each);
    }
    return nlohmann::json::parse(done(words).out).at("branches").at(0).at("temperatures");
  }
  [[nodiscard]] Outcome interrupted(std::vector<std::string> words, double seconds) const {
    for (const char* more : {"--cache", "voids"}) words.emplace_back(more);
    lacuna::test::Conditions conditions;
    conditions.patience = std::chrono::seconds(60);
    conditions.interruption = lacuna::test::Interruption{
        SIGTERM, std::chrono::duration<double>(seconds), folder / "out" / "input.yaml"};
    return lacuna(words, conditions);
  }
};

}  // namespace

TEST_CASE("a cell needs no runs, and leaves its tables beside where these would be") {
  const CellPlace place;
  const Outcome outcome = place.done({"cell", "study.yaml"});
  const fs::path out = place.folder / "study.out";
  for (const char* name :
       {"input.yaml", "version", "cell_currents.csv", "cell_energies.csv", "cell_series.csv",
        "cell_sizes.csv", "cell_journey.csv", "cell_discrimination.csv", "cells.kept"})
    CHECK_MESSAGE(fs::exists(out / name), name);
  CHECK(names(out / "runs").empty());
  CHECK(says(outcome.out, "at the cell: 1 cm2"));
  CHECK(says(outcome.out, "agree by construction, which is no test: doorway behind 20 um, "));
  CHECK(says(outcome.out, "files: study.out"));
}

TEST_CASE("what is refused is said in the terminal, in the table and in HDF5, and is no failure") {
  const CellPlace place;
  const Outcome outcome = place.done({"cell", "study.yaml"});
  const fs::path out = place.folder / "study.out";
  const std::string why = "use metal.hop.law: symmetric";
  CHECK(says(outcome.out, "refused: strange, 20 um, 260, 340 K: "));
  CHECK(says(outcome.out, why));
  CHECK(says(contents(out / "cell_currents.csv"), why));
  if (fs::exists(out / "cell.h5")) CHECK(says(contents(out / "cell.h5"), why));
}

TEST_CASE("a walk that is too short, and a wall that wets, are refused with the reason") {
  const auto told = [](const std::string& set, const char* why) {
    const CellPlace place(
        "base: box.yaml\ntemperatures_K: [300, 350]\nhypotheses:\n  voids: {set: {metal.bonds_eV: "
        "{nn1: 0.06, nn2: 0.06}, " +
        set + "}}\ncell: {metal_um: 10, sampling: {largest: 70, moves: 100000}}\n");
    const Outcome outcome = place.done({"cell", "study.yaml"});
    CHECK_MESSAGE(says(outcome.out, "refused: voids, 10 um, 300, 350 K: "), outcome.out);
    CHECK_MESSAGE(says(outcome.out, why), outcome.out);
    CHECK(says(contents(place.folder / "study.out/cell_currents.csv"), why));
  };
  told("interface.segregation_eV: 0.087",
       "the sampling of voids went from 1 to 70 vacancies and back only");
  told("interface.segregation_eV: 0.35, interface.injection.barrier_eV: 0.4",
       "makes the wall wet: a layer of vacancies costs nothing there");
}

TEST_CASE("a cell as JSON is nothing but JSON") {
  const CellPlace place;
  const auto json = nlohmann::json::parse(place.done({"cell", "study.yaml", "--json"}).out);
  CHECK(json.at("branches").size() == 4);
  CHECK(json.at("branches").at(1).at("thickness_um") == 200);
}

TEST_CASE("check lists cells that are refused without counting voids, as `cell` refuses them") {
  const auto warns = [](const std::string& set, const std::string& cell, const char* why) {
    const CellPlace place(
        "base: box.yaml\ntemperatures_K: [300, 350]\nhypotheses:\n  one: {set: {" + set +
        "}}\ncell: " + cell + "\n");
    const Outcome check = place.lacuna({"check", "study.yaml", "--events", "0"});
    CHECK_MESSAGE(check.status == 0, check.err);
    CHECK_MESSAGE(says(check.out, std::string("warning: one: ") + why), check.out);
  };
  const std::string bonds = "metal.bonds_eV: {nn1: 0.06, nn2: 0.06}";
  const char* const refused = "at 300 K and maybe more, the cell will be refused: ";
  const auto told = [&](const char* why) { return std::string(refused) + why; };
  warns("", "{flaws: {radius_nm: 30, per_cm2: 1}}", told("without bonds nothing holds").c_str());
  warns("", "{pressure_MPa: 10}", "cell.pressure_MPa does nothing");
  warns("metal.bonds_eV: {nn1: -0.06, nn2: -0.06}", "{}", told("bonds of -0.06").c_str());
  warns(bonds + ", interface.segregation_eV: 0.35, interface.injection.barrier_eV: 0.4", "{}",
        told("a segregation energy of 0.35 eV makes the wall wet").c_str());
  warns(bonds, "{protocol: {ramp: {to_mA_cm2: 1.0e+12, rate_mA_cm2_per_h: 1.0e+15}}}",
        told("behind 200 um the metal's field follows the current in").c_str());
}

TEST_CASE("a cell warns of temperatures that are degrees Celsius") {
  const CellPlace place;
  const Outcome cold = place.done({"cell", "study.yaml", "--set", "temperatures_K=[20, 40]"});
  CHECK(says(cold.out, "warning: temperatures_K: 20, 40 K is colder than any battery"));
  CHECK_FALSE(says(place.done({"cell", "study.yaml", "--out", "warm"}).out, "warning"));
}

TEST_CASE("check tells what the cells have ahead, and what will be refused, before it is") {
  const CellPlace place;
  const Outcome check = place.lacuna({"check", "study.yaml", "--events", "0"});
  CHECK(check.status == 0);
  CHECK(says(check.out, "at the cell\n  cells"));
  CHECK(says(check.out, ", beside that of runs"));
  CHECK(says(check.out, "none: without bonds vacancies make no voids"));
  CHECK(says(check.out, "warning: strange: at 260 K and maybe more, the cell will be refused: "));
  CHECK(says(check.out, "use metal.hop.law: symmetric"));
  const CellPlace voids(study_with_voids);
  const std::vector<std::string> dry{"study", "study.yaml", "--dry-run", "--events",
                                     "0",     "--cache",    "none"};
  const std::string ahead = voids.done_without_cache(dry).out;
  CHECK(says(ahead, "4 sets, 0 of them counted already; the others 1.6e+08 moves, about "));
  auto fast = dry;
  for (const char* more : {"--set", "cell.protocol.staircase.hold_h=1.0e-4"})
    fast.emplace_back(more);
  CHECK(says(voids.done_without_cache(fast).out, "give cell.transient: true"));
}

TEST_CASE("the error for a study without a cell says what to add") {
  const CellPlace place("base: box.yaml\ntemperatures_K: [260, 340]\nhypotheses: {one: {}}\n");
  const Outcome outcome = place.lacuna({"cell", "study.yaml"});
  CHECK(outcome.status == 2);
  CHECK(says(outcome.err, "has no section `cell`; add `cell: {}`"));
  CHECK_FALSE(fs::exists(place.folder / "study.out"));
  CHECK(place.done({"cell", "study.yaml", "--set", "cell={}"}).status == 0);
}

TEST_CASE("cells are kept until something that they depend on changes") {
  const CellPlace place;
  static_cast<void>(place.done({"cell", "study.yaml"}));
  CHECK(says(place.done({"cell", "study.yaml"}).err, "cells: as study.out keeps them"));
  const Outcome other = place.done({"cell", "study.yaml", "--set", "cell.metal_um=50"});
  CHECK_FALSE(says(other.err, "keeps them"));
  CHECK(says(contents(place.folder / "study.out/input.yaml"), "metal_um: [50]"));
  CHECK(says(contents(place.folder / "study.out/cell_currents.csv"), "doorway,50,260"));
  const Outcome report = place.lacuna({"report", "study.out"});  // status by whether there is a
                                                                 // page
  CHECK(says(report.out, "at the cell: 1 cm2"));
  CHECK_FALSE(says(report.err, "warning"));
}

TEST_CASE("a study ends at the cell, and another cell leaves its runs alone") {
  const CellPlace place;
  const Outcome first = place.done({"study", "study.yaml"});
  CHECK(says(first.out, "activation energy of the onset current"));
  CHECK(says(first.out, "at the cell: 1 cm2"));
  const fs::path out = place.folder / "study.out";
  const std::string journal = contents(out / "journal.0"), onsets = contents(out / "onsets.csv");
  const Outcome again = place.done({"study", "study.yaml", "--set", "cell.metal_um=50"});
  CHECK(contents(out / "journal.0") == journal);
  CHECK(contents(out / "onsets.csv") == onsets);
  CHECK(says(contents(out / "cell_currents.csv"), "doorway,50,260"));
  CHECK(says(again.out, "at the cell"));
}

TEST_CASE("shards leave the cell to whoever collects, who says so until it is there") {
  const CellPlace place;
  static_cast<void>(place.done({"study", "study.yaml", "--shard", "1/1"}));
  CHECK_FALSE(fs::exists(place.folder / "study.out/cell_currents.csv"));
  const Outcome before = place.done({"study", "study.yaml", "--collect"});
  CHECK(says(before.err, "the cells are not there yet: lacuna cell study.yaml --out study.out"));
  static_cast<void>(place.done({"cell", "study.yaml"}));
  CHECK(says(place.done({"study", "study.yaml", "--collect"}).out, "at the cell: 1 cm2"));
}

TEST_CASE("SIGTERM while voids are counted ends that at once, with status 3") {
  const CellPlace place(hurried_study);
  const Outcome outcome = place.interrupted(
      {"cell", "study.yaml", "--out", "out", "--set", "cell.sampling.moves=1000000000000"}, 0.2);
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.status == 3);
  CHECK(says(outcome.err, "the same command goes on"));
  CHECK_FALSE(fs::exists(place.folder / "out/cell_currents.csv"));
}

TEST_SUITE("physics") {
  TEST_CASE("flaws take contact before voids are born, where they do not dissolve") {
    const CellPlace place(hurried_study);
    const auto none = place.cells({});
    const auto many = place.cells({"cell.flaws={radius_nm: 50, per_cm2: 1.0e+9}"});
    const auto alone =
        place.cells({"cell.flaws={radius_nm: 50, per_cm2: 1.0e+9}", "cell.births=false"});
    const auto small =
        place.cells({"cell.flaws={radius_nm: 1.5, per_cm2: 1.0e+9}", "cell.births=false"});
    for (const std::size_t t : {0, 1}) {
      const double without = none[t].at("contact"), with = many[t].at("contact");
      CHECK(with < without);
      CHECK(alone[t].at("contact").get<double>() == doctest::Approx(with).epsilon(1e-6));
      CHECK(alone[t].at("first_void").is_null());
    }
    // In their shadow no void is born that the method knows of.
    CHECK(many[0].at("first_void").is_null());
    CHECK(says(contents(place.folder / "study.out/cell_currents.csv"), "flaws_dissolved"));
    // Small ones last where vacancies of the metal's own are few, and dissolve where they are many.
    CHECK(small[0].at("contact").is_number());
    CHECK(small[1].at("contact").is_null());
    CHECK(small[1].at("flaws_dissolved").is_number());
  }

  TEST_CASE("a field that lags changes nothing in long steps, and delays voids in short ones") {
    const CellPlace place(hurried_study);
    const auto first = [&](const char* area, const char* hold, const char* transient) {
      const auto cells = place.cells({"cell.metal_um=200", std::string("cell.area_cm2=") + area,
                                      std::string("cell.protocol.staircase.hold_h=") + hold,
                                      "cell.protocol.staircase.from_mA_cm2=0.5",
                                      std::string("cell.transient=") + transient});
      CHECK_MESSAGE(cells[0].at("refusal") == "", cells[0].at("refusal").get<std::string>());
      return cells[0].at("first_void").get<double>();
    };
    const double steady = first("1.0e-6", "1.0e-2", "false");
    CHECK(first("1.0e-6", "1.0e-2", "true") == doctest::Approx(steady).epsilon(0.02));
    // A thousand times the area in a thousandth of the time would see as many births.
    CHECK(first("1.0e-3", "1.0e-5", "true") > 1.1 * steady);
  }

  TEST_CASE("SIGTERM within a cell ends it at once, and the same command has the same results") {
    const CellPlace place(hurried_study);
    const auto asked = [](const char* out) {
      return std::vector<std::string>{"cell",  "study.yaml",
                                      "--set", "cell.uncertainty.draws=200",
                                      "--set", "cell.flaws={radius_nm: 50, per_cm2: 1.0e+6}",
                                      "--set", "cell.transient=true",
                                      "--out", out};
    };
    static_cast<void>(place.cells({}));  // voids are counted
    const auto kept = names(place.folder / "voids");
    const Outcome stopped = place.interrupted(asked("out"), 0.5);
    CHECK_FALSE(stopped.timed_out);
    CHECK(stopped.status == 3);
    CHECK(says(stopped.err, "voids that were counted are kept; the same command goes on"));
    CHECK(names(place.folder / "voids") == kept);
    CHECK_FALSE(fs::exists(place.folder / "out/cell_currents.csv"));
    static_cast<void>(place.done(asked("out")));
    static_cast<void>(place.done(asked("whole")));
    check_same(place.folder / "out", place.folder / "whole");
  }

  TEST_CASE("cells with voids are the same files for 1 and 2 threads, and from the cache") {
    const CellPlace place(study_with_voids);
    const Outcome two = place.done({"cell", "study.yaml", "--threads", "2", "--out", "two"});
    CHECK_MESSAGE(!says(two.out, "refused"), two.out);
    CHECK(says(two.err, "sets of voids counted 4/4"));
    static_cast<void>(place.done({"cell", "study.yaml", "--threads", "1", "--out", "one"}));
    check_same(place.folder / "two", place.folder / "one");
  }
}
