// Exports of a run by the program itself.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/app/workplace.hpp"

using lacuna::test::contents;
using lacuna::test::Outcome;
using lacuna::test::says;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

const char* const text = R"(seed: 7
metal: {lateral_cells: [4, 3], layers: 6, bonds_eV: {nn1: 0.02, nn2: 0.02}}
current: {constant: {j_mA_cm2: 2.0e+7, monolayers: 3}}
onset: {primary: coverage}
stop: end
trajectory: {every_monolayers: 0.5, paths: true}
)";

}  // namespace

TEST_CASE("lacuna export writes each format beside the run, once, and says how many frames") {
  const Workplace place("case.yaml", text);
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  for (const std::string format : {"extxyz", "lammpstrj", "vtp"}) {
    const std::string file = "case.out/trajectory." + (format == "vtp" ? "pvd" : format);
    const Outcome outcome = place.lacuna({"export", "case.out", "--format", format});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    // a dump leaves out the first, without vacancies
    CHECK(says(outcome.out, file + (format == "lammpstrj" ? ": 6 frames" : ": 7 frames")));
    CHECK(fs::exists(place.folder / file));
    CHECK_FALSE(fs::exists(place.folder / (file + ".new")));
    const Outcome again = place.lacuna({"export", "case.out", "--format", format});
    CHECK(again.status == 2);
    CHECK(says(again.err, "is there already"));
  }
  const Outcome chosen =
      place.lacuna({"export", "case.out", "--frames", "-1", "--what", "all", "--region", "z=:5",
                    "--properties", "id,vacancy", "--out", "last.extxyz"});
  REQUIRE_MESSAGE(chosen.status == 0, chosen.err);
  CHECK(says(chosen.out, "last.extxyz: 1 frame\n"));
  CHECK(contents(place.folder / "last.extxyz").starts_with("48\n"));  // two layers of 24
}

TEST_CASE("lacuna export notices that a finished run's trajectory was cut between two frames") {
  const Workplace place("case.yaml", text);
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  const fs::path file = place.folder / "case.out" / "trajectory.lacuna";
  const std::string advice = "truncate -s ", whole = contents(file);
  fs::rename(place.folder / "case.out" / "summary.json", place.folder / "summary.json");
  fs::resize_file(file, whole.size() - 1);
  const std::string cut = place.lacuna({"export", "case.out"}).err;
  REQUIRE(says(cut, advice));
  fs::resize_file(file, std::stoul(cut.substr(cut.find(advice) + advice.size())));
  CHECK(says(place.lacuna({"export", "case.out"}).out, ": 6 frames"));
  fs::rename(place.folder / "summary.json", place.folder / "case.out" / "summary.json");
  const Outcome outcome = place.lacuna({"export", "case.out", "--out", "again.extxyz"});
  CHECK(outcome.status == 2);
  CHECK(says(outcome.err, "trajectory.lacuna is damaged or was changed since the run finished"));
}

TEST_CASE(
    "lacuna export says what is wrong with its options, and what a run without trajectory lacks") {
  const Workplace place("case.yaml", text);
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet", "--set", "trajectory=none"}).status == 0);
  const Outcome none = place.lacuna({"export", "case.out"});
  CHECK(none.status == 2);
  CHECK(says(none.err, "case.out has no trajectory"));
  CHECK(says(place.lacuna({"export", "case.out", "--format", "xyz"}).err, "unknown format 'xyz'"));
  CHECK(
      says(place.lacuna({"export", "case.out", "--frames", "a"}).err, "'a' is not a whole number"));
  CHECK(says(place.lacuna({"export", "case.out", "--what", "atoms"}).err,
             "vacancies, near_voids and all"));
  CHECK(says(place.lacuna({"export"}).err, "DIR is missing"));
  CHECK(says(place.lacuna({"export", "none"}).err, "none does not exist; check the path"));
  CHECK(says(place.lacuna({"export", "."}).err, "neither a run nor a study"));
}

TEST_CASE("lacuna export refuses the directory of a study, and a region without sites") {
  const Workplace place("case.yaml", text);
  fs::create_directory(place.folder / "study.out");
  lacuna::test::put(place.folder / "study.out" / "input.yaml", "hypotheses: {}\nbase: case.yaml\n");
  const Outcome study = place.lacuna({"export", "study.out"});
  CHECK(study.status == 2);
  CHECK(says(study.err, "study.out is the directory of a study"));
  CHECK(says(study.err, "lacuna run study.out/runs/"));
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  fs::create_directory(place.folder / "study.out" / "runs");
  fs::copy(place.folder / "case.out", place.folder / "study.out" / "runs" / "one_300K_r001");
  CHECK(says(place.lacuna({"export", "study.out"}).err,
             "export one replica of it, as in lacuna export study.out/runs/one_300K_r001"));
  const Outcome nowhere = place.lacuna({"export", "case.out", "--region", "z=5000:6000"});
  CHECK(nowhere.status == 2);
  CHECK(says(nowhere.err, "the region holds no site of the lattice; the box is x=0:"));
  CHECK_FALSE(fs::exists(place.folder / "case.out" / "trajectory.extxyz"));
}
