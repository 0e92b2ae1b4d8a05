// Directories that were moved, whose inputs are gone.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::check_same;
using lacuna::test::Conditions;
using lacuna::test::contents;
using lacuna::test::Interruption;
using lacuna::test::Outcome;
using lacuna::test::put;
using lacuna::test::results;
using lacuna::test::says;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

const std::string header = "class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV\n";

/// With every kind of file that a case may name.
const std::string case_with_files = R"(name: tables
metal: {lateral_cells: [8, 8], layers: 8, hop: {table: far/barriers.csv}}
interface: {segregation_eV: 0.05, patch: {segregation_eV: 0.1, file: far/patch.csv}}
initial: {file: far/sites.csv}
current: {file: far/current.csv}
onset: {primary: coverage, coverage: {threshold: 0.9}}
trajectory: {every_monolayers: 1}
stop: end
limits: {events: 200000}
)";

const std::string study_text = R"(base: far/case.yaml
temperatures_K: [290, 310]
replicas: 2
measured_points: far/points.csv
experiment: far/measured.csv
hypotheses:
  table: {measured: bare}
grid: {metal.hop.table: [far/barriers.csv, far/others.csv]}
)";

struct FarPlace : Workplace {
  FarPlace() : Workplace("none", "") {
    fs::create_directory(folder / "far");
    const auto far = [&](const std::string& name, const std::string& text) {
      put(folder / "far" / name, text);
    };
    far("barriers.csv", header + "bulk,7,6,7,6,0.060\n");
    far("others.csv", header + "bulk,7,6,7,6,0.055\n");
    far("patch.csv", "i,j\n0,0\n1,0\n2,3\n");
    far("sites.csv", "i,j,k\n0,0,0\n3,3,2\n");
    far("current.csv", "time_s,j_mA_cm2\n0,1e6\n2e-6,4e7\n");
    far("points.csv", "temperature_K,j_crit_mA_cm2,sigma_ln\n290,5,0.1\n310,7,0.1\n");
    far("measured.csv",
        "system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\nbare,x,0.13,0.15,,\n");
    far("case.yaml", R"(name: tables
metal: {lateral_cells: [6, 6], layers: 6}
interface: {injection: {barrier_eV: 0.14}, patch: {segregation_eV: 0.1, file: patch.csv}}
current: {ramp: {from_mA_cm2: 1.0e+6, to_mA_cm2: 1.0e+9, rate_mA_cm2_per_s: 5.0e+15}}
onset: {primary: coverage, coverage: {threshold: 0.2}}
limits: {events: 3000}
)");
    put(folder / "case.yaml", case_with_files);
    put(folder / "study.yaml", study_text);
  }
  /// As if on another machine: elsewhere, and nothing of the inputs there.
  void move(const std::string& from) const {
    fs::create_directories(folder / "elsewhere");
    fs::rename(folder / from, folder / "elsewhere" / from);
    for (const char* gone : {"far", "case.yaml", "study.yaml"}) fs::remove_all(folder / gone);
  }
  void done(const std::vector<std::string>& arguments) const {
    const Outcome outcome = lacuna(arguments);
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  }
  /// The page is made only where Node.js was there for the build.
  void reported(const std::string& directory) const {
    const Outcome outcome = lacuna({"report", directory});
    const bool no_page = says(outcome.err, "without the report's page");
    REQUIRE_MESSAGE((outcome.status == 0 || no_page), outcome.err);
    CHECK(says(outcome.out, "onset"));
  }
};

void check_no_paths(const fs::path& directory, const fs::path& of) {
  for (const auto& file : results(directory))
    CHECK_MESSAGE(!says(file.second, of.string()), file.first << " names " << of.string());
}

fs::path copy_in(const fs::path& directory, const std::string& start) {
  for (const auto& entry : fs::directory_iterator(directory / "inputs"))
    if (entry.path().filename().string().rfind(start, 0) == 0) return entry.path();
  return {};
}

}  // namespace

TEST_CASE("a run that was interrupted and moved goes on bit for bit without its inputs") {
  const FarPlace place;
  place.done({"run", "case.yaml", "--out", "whole", "--quiet"});
  Conditions conditions;
  conditions.interruption =
      Interruption{SIGTERM, std::chrono::milliseconds(1), place.folder / "begun" / "series.csv"};
  const Outcome stopped =
      place.lacuna({"run", "case.yaml", "--out", "begun", "--quiet"}, conditions);
  REQUIRE_MESSAGE((stopped.status == 3 || stopped.status == 0), stopped.err);
  place.move("begun");
  fs::rename(place.folder / "elsewhere/begun", place.folder / "moved");
  place.done({"run", "moved/input.yaml", "--out", "moved", "--resume", "--quiet"});
  check_same(place.folder / "moved", place.folder / "whole");
  place.reported("moved");
  place.done({"export", "moved", "--format", "extxyz"});
  check_no_paths(place.folder / "moved", place.folder.path());
  const fs::path copy = copy_in(place.folder / "moved", "sites");
  put(copy, contents(copy) + "5,5,5\n");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"report", "moved"},
        std::vector<std::string>{"run", "moved/input.yaml", "--out", "moved", "--resume"}}) {
    const Outcome edited = place.lacuna(command);
    CHECK(edited.status == 2);
    CHECK_MESSAGE(says(edited.err, copy.filename().string() + " was changed since"), edited.err);
  }
}

TEST_CASE("a study that was moved is reported, and grows bit for bit without its inputs") {
  const FarPlace place;
  place.done({"study", "study.yaml", "--out", "whole", "--quiet", "--set", "replicas=3"});
  place.done({"study", "study.yaml", "--out", "begun", "--quiet"});
  place.move("begun");
  const std::string moved = "elsewhere/begun";
  place.reported(moved);
  check_no_paths(place.folder / moved, place.folder.path());
  fs::remove(place.folder / moved / "report.html");
  place.done({"study", moved + "/input.yaml", "--out", moved, "--set", "replicas=3", "--quiet"});
  check_same(place.folder / moved, place.folder / "whole");
  const std::string run =
      moved + "/runs/" + *lacuna::test::names(place.folder / moved / "runs").begin();
  place.done({"run", run + "/input.yaml", "--out", "look", "--quiet"});
  CHECK(contents(place.folder / "look/series.csv") == contents(place.folder / run / "series.csv"));
  fs::copy(place.folder / run, place.folder / "alone", fs::copy_options::recursive);
  const Outcome alone = place.lacuna({"report", "alone"});
  CHECK(alone.status == 2);
  CHECK_MESSAGE(says(alone.err, "was left behind: it is the copy of "), alone.err);
  CHECK_MESSAGE(says(alone.err, "copy that folder to "), alone.err);
  const fs::path copy = copy_in(place.folder / moved, "others");
  put(copy, header + "bulk,7,6,7,6,0.056\n");
  const Outcome edited = place.lacuna({"report", moved});
  CHECK(edited.status == 2);
  CHECK_MESSAGE(says(edited.err, copy.filename().string() + " was changed since"), edited.err);
}
