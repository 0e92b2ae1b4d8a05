// Runs studies as a user does, on cases that take a hundredth of a second.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::check_same;
using lacuna::test::Conditions;
using lacuna::test::contents;
using lacuna::test::Interruption;
using lacuna::test::names;
using lacuna::test::Outcome;
using lacuna::test::says;
using lacuna::test::tiny_case;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

const char* const small_study = R"(base: base.yaml
temperatures_K: [260, 340]
replicas: 4
hypotheses:
  kinetic:
    measured: bare
  highway:
    set: {interface.injection.barrier_eV: 0.053}
    measured: bare
grid: {current.ramp.auto: [charge, fixed]}
rate_check: true
experiment: measured.csv
)";

const char* const two_replicas =
    "base: base.yaml\ntemperatures_K: [260, 340]\nreplicas: 2\nhypotheses: {kinetic: {}}\n";

const char* const measured = R"(system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV
bare,ceramic,0.13,0.15,,
)";

/// A folder with a study and its base case.
struct StudyPlace : Workplace {
  explicit StudyPlace(const std::string& study = small_study, const std::string& base = tiny_case)
      : Workplace("study.yaml", study) {
    lacuna::test::put(folder / "base.yaml", base);
    lacuna::test::put(folder / "measured.csv", measured);
  }
  Outcome study(std::vector<std::string> more, const Conditions& conditions = {}) const {
    std::vector<std::string> arguments{"study", "study.yaml", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return lacuna(arguments, conditions);
  }
  void done(const std::vector<std::string>& more) const {
    const Outcome outcome = study(more);
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  }
};

/// Kill at random moments and run again until it is done; returns the number of kills.
int kill_and_continue(const StudyPlace& place, const std::string& out, int kills, double longest,
                      std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> moment(0.0, longest);
  int killed = 0;
  for (int n = 0; n < kills; ++n) {
    Conditions conditions;
    conditions.interruption =
        Interruption{SIGKILL, std::chrono::duration<double>(moment(random)), {}};
    const Outcome outcome = place.study({"--threads", "2", "--out", out}, conditions);
    REQUIRE((outcome.signal == SIGKILL || outcome.status == 0));
    killed += outcome.signal == SIGKILL;
  }
  place.done({"--out", out});
  return killed;
}

}  // namespace

TEST_CASE("a study leaves every file that the design names and ends in a table and two sentences") {
  const StudyPlace place;
  const Outcome outcome = place.lacuna({"study", "study.yaml"});
  REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const fs::path out = place.folder / "study.out";
  for (const char* name : {"input.yaml", "version", "journal.0", "runs", "onsets.csv",
                           "arrhenius.csv", "hypotheses.csv"})
    CHECK_MESSAGE(fs::exists(out / name), name);
  // 2 hypotheses x 2 meanings of a ramp x 2 temperatures x 3 rates x 4 replicas
  CHECK(names(out / "runs").size() == 96);
  CHECK(says(outcome.out, "kinetic"));
  CHECK(says(outcome.out, "0.13 to 0.15"));
  CHECK(says(outcome.out, "The measurements are activation energies alone"));
  CHECK(says(outcome.out, "files: study.out"));
  const fs::path run = out / "runs" / *names(out / "runs").begin();
  CHECK(names(run) == std::set<std::string>{"clusters.csv", "input.yaml", "layers.csv",
                                            "log.lacuna", "series.csv", "summary.json",
                                            "timing.json"});
}

TEST_CASE("results are the same bit for bit for 1, 2 and 4 threads and for 3 shards") {
  const StudyPlace place;
  place.done({"--threads", "1", "--out", "one"});
  for (const char* threads : {"2", "4"}) {
    place.done({"--threads", threads, "--out", threads});
    check_same(place.folder / threads, place.folder / "one");
  }
  for (const char* shard : {"2/3", "3/3", "1/3"}) {
    const Outcome outcome = place.study({"--shard", shard, "--out", "shards"});
    CHECK(outcome.status == 0);
    CHECK_FALSE(fs::exists(place.folder / "shards/onsets.csv"));
  }
  place.done({"--collect", "--out", "shards"});
  check_same(place.folder / "shards", place.folder / "one");
}

TEST_CASE(
    "directories of two places merge to the same files as one study, which stay as they are") {
  const StudyPlace place(two_replicas);
  place.done({"--out", "one"});
  place.done({"--shard", "1/2", "--out", "here"});
  place.done({"--shard", "2/2", "--out", "there"});
  const auto here = lacuna::test::results(place.folder / "here");
  place.done({"--out", "all", "--merge", "here", "--merge", "there", "--collect"});
  check_same(place.folder / "all", place.folder / "one");
  CHECK(lacuna::test::results(place.folder / "here") == here);
  // One half, to which the other is added, some of it done here; then all once more.
  fs::copy(place.folder / "here", place.folder / "half", fs::copy_options::recursive);
  place.done({"--out", "half", "--merge", "one"});
  place.done({"--out", "half", "--merge", "there", "--collect"});
  check_same(place.folder / "half", place.folder / "one");
}

TEST_CASE("a directory of another study is not merged, and nothing is made") {
  const StudyPlace place(two_replicas);
  place.done({"--out", "one"});
  const Outcome other = place.study({"--out", "two", "--merge", "one", "--seed", "9"});
  CHECK(other.status == 2);
  CHECK_MESSAGE(says(other.err, "seed: was 1, now 9"), other.err);
  const fs::path run = place.folder / "one/runs" / *names(place.folder / "one/runs").begin();
  const Outcome replica = place.study({"--out", "two", "--merge", run.string()});
  CHECK(replica.status == 2);
  CHECK_MESSAGE(says(replica.err, "holds a run, and no study to merge"), replica.err);
  const Outcome none = place.study({"--out", "two", "--merge", "nowhere"});
  CHECK(none.status == 2);
  CHECK_MESSAGE(says(none.err, "nowhere holds no study"), none.err);
  CHECK_FALSE(fs::exists(place.folder / "two"));
}

TEST_CASE("a study that grew is the same bit for bit as one that was so from the start") {
  const std::string rest =
      "base: base.yaml\nexperiment: measured.csv\nrate_check: true\n"
      "grid: {current.ramp.auto: [charge, fixed]}\n";
  const StudyPlace place(rest + "temperatures_K: [300]\nreplicas: 2\nhypotheses: {kinetic: {}}\n");
  place.done({"--out", "grown"});
  const std::string run =
      "grown/runs/" + *names(place.folder / "grown/runs").begin() + "/timing.json";
  const auto made = fs::last_write_time(place.folder / run);
  lacuna::test::put(place.folder / "study.yaml",
                    rest +
                        "temperatures_K: [260, 300, 340]\nreplicas: 3\nconfidence: 0.9\n"
                        "hypotheses:\n"
                        "  highway: {set: {interface.injection.barrier_eV: 0.053}}\n"
                        "  kinetic: {measured: bare}\n");
  const Outcome dry =
      place.lacuna({"study", "study.yaml", "--out", "grown", "--dry-run", "--events", "0"});
  CHECK_MESSAGE(says(dry.out, "tasks are recorded in grown already"), dry.err);
  const Outcome grown = place.lacuna({"study", "study.yaml", "--out", "grown"});
  REQUIRE_MESSAGE(grown.status == 0, grown.err);
  CHECK(says(grown.err, "grown goes on with another input, and keeps the runs that it has"));
  CHECK(says(grown.err, "replicas: was 2, now 3"));
  CHECK(fs::last_write_time(place.folder / run) == made);
  place.done({"--out", "new"});
  check_same(place.folder / "grown", place.folder / "new");

  const Outcome refused =
      place.study({"--out", "grown", "--set", "base.interface.injection.barrier_eV=0.2"});
  CHECK(refused.status == 2);
  CHECK(says(refused.err, "base.interface.injection.barrier_eV: was"));
  check_same(place.folder / "grown", place.folder / "new");
}

TEST_CASE("that no finished run counts under a new key of the grid is said before any is made") {
  const std::string rest =
      "base: base.yaml\nrate_check: false\ntemperatures_K: [300]\nreplicas: 2\n"
      "hypotheses: {kinetic: {}}\n";
  const StudyPlace place(rest);
  place.done({"--out", "grown"});
  const auto own = names(place.folder / "grown/runs");
  lacuna::test::put(place.folder / "study.yaml", rest + "grid: {metal.layers: [5]}\n");
  const Outcome other = place.lacuna({"study", "study.yaml", "--out", "grown", "--collect"});
  CHECK(
      says(other.err, "grown goes on with another input, and none of the runs that it has counts"));
  CHECK(names(place.folder / "grown/runs") == own);
  lacuna::test::put(place.folder / "study.yaml", rest);
  const Outcome back = place.lacuna({"study", "study.yaml", "--out", "grown"});
  CHECK(says(back.err, "goes on with another input, and keeps the runs that it has"));
}

TEST_CASE("shards that start at the same moment do not get into each other's way") {
  const StudyPlace place;
  Conditions conditions;
  conditions.folder = place.folder.path();
  for (int round = 0; round < 3; ++round) {
    const std::string out = "shards-" + std::to_string(round);
    const std::string script =
        "for i in 1 2 3 4 5 6; do " + lacuna::test::program() +
        " study study.yaml --quiet --threads 1 --shard $i/6 --out " + out +
        " & all=\"$all $!\"; done; for p in $all; do wait $p || exit 1; done";
    const Outcome outcome = lacuna::test::execute("/bin/sh", {"-c", script}, conditions);
    CHECK_MESSAGE(outcome.status == 0, outcome.err);
    place.done({"--collect", "--out", out});
  }
  check_same(place.folder / "shards-1", place.folder / "shards-0");
}

TEST_CASE("a study that is killed and run again ends as one that was left alone") {
  const StudyPlace place;
  place.done({"--out", "alone"});
  CHECK(kill_and_continue(place, "killed", 3, 0.4, 11) >= 1);
  check_same(place.folder / "killed", place.folder / "alone");
}

TEST_CASE("SIGTERM and USR1 stop a study with status 3, and the same command goes on") {
  const StudyPlace place(small_study, std::string(tiny_case) + "checkpoint: {every_s: 0.05}\n");
  const std::vector<std::string> large{"--set", "base.metal.lateral_cells=[10, 7]", "--threads",
                                       "2"};
  const auto large_to = [&large](const std::string& out) {
    std::vector<std::string> arguments = large;
    arguments.insert(arguments.end(), {"--out", out});
    return arguments;
  };
  place.done(large_to("alone"));
  for (const int signal : {SIGTERM, SIGUSR1}) {
    Conditions conditions;
    const std::string out = signal == SIGTERM ? "term" : "usr1";
    conditions.interruption =
        Interruption{signal, std::chrono::milliseconds(300), place.folder / out / "journal.0"};
    const Outcome outcome = place.study(large_to(out), conditions);
    CHECK(outcome.status == 3);
    CHECK_FALSE(fs::exists(place.folder / out / "onsets.csv"));
    place.done(large_to(out));
    check_same(place.folder / out, place.folder / "alone");
  }
}

TEST_CASE(
    "a replica that fails is recorded with the line that reproduces it, the others go on, and it "
    "is tried again") {
  const StudyPlace place;
  place.done({"--out", "alone"});
  // A file where its directory is to be.
  fs::create_directories(place.folder / "study.out/runs");
  for (const char* file : {"version", "base.yaml", "input.yaml"})  // as of a study that was begun
    fs::copy(place.folder / "alone" / file, place.folder / "study.out" / file);
  lacuna::test::put(place.folder / "study.out/runs/kinetic-auto-charge_260K_r002.part",
                    "in the way");
  const Outcome outcome = place.lacuna({"study", "study.yaml"});
  CHECK(outcome.status == 1);
  CHECK(says(outcome.err, "failed: kinetic-auto-charge_260K_r002: "));
  CHECK(says(outcome.err, "is not a directory"));
  CHECK(names(place.folder / "study.out/runs").size() == 95);
  CHECK(says(contents(place.folder / "study.out/onsets.csv"), "is not a directory"));
  const std::size_t start = outcome.err.find("lacuna run ");
  REQUIRE(start != std::string::npos);
  const std::size_t end = outcome.err.find(" (in study.out)", start);
  REQUIRE(end != std::string::npos);
  const std::string line = outcome.err.substr(start + 7, end - start - 7);
  Conditions conditions;
  conditions.folder = place.folder.path();
  const std::string program = lacuna::test::program();
  const Outcome run = lacuna::test::execute(
      "/bin/sh", {"-c", "cd study.out && " + program + " " + line + " --out ../run --quiet"},
      conditions);
  REQUIRE_MESSAGE(run.status == 0, run.err);
  check_same(place.folder / "run", place.folder / "alone/runs/kinetic-auto-charge_260K_r002");
  place.done({});
  check_same(place.folder / "study.out", place.folder / "alone");
}

TEST_CASE("bad input to a study ends with status 2, a message, and nothing written") {
  const StudyPlace place;
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {"--set", "replicsa=3"},
           {"--set", "base.metal.layres=3"},
           {"--set", "temperatures_K=[-3]"},
           {"--shard", "4/3"},
           {"--shard", "0/3"},
           {"--threads", "0"},
           {"--shard", "1/2", "--collect"},
           {"--shard", "1/2", "--set", "precision.E_A_eV=0.01"}}) {
    const Outcome outcome = place.study(more);
    CAPTURE(more.back());
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.err.substr(0, 8) == "lacuna: ");
    CHECK_FALSE(fs::exists(place.folder / "study.out"));
  }
}

TEST_CASE("a directory of another study is refused with the difference and left as it is") {
  const StudyPlace place;
  place.done({});
  const auto before = lacuna::test::results(place.folder / "study.out");
  const Outcome outcome = place.study({"--set", "seed=5"});
  CHECK(outcome.status == 2);
  CHECK(says(outcome.err, "seed: was 1, now 5"));
  CHECK(lacuna::test::results(place.folder / "study.out") == before);
}

TEST_CASE("a file that changed since it was recorded is noticed, and its replica done again") {
  const StudyPlace place;
  place.done({});
  const auto before = lacuna::test::results(place.folder / "study.out");
  const fs::path runs = place.folder / "study.out/runs";
  const fs::path victim = runs / *names(runs).begin() / "series.csv";
  std::string text = contents(victim);
  text[text.size() / 2] ^= 1;
  lacuna::test::put(victim, text);
  fs::remove_all(runs / *names(runs).rbegin());
  const Outcome outcome = place.study({});
  CHECK(outcome.status == 0);
  CHECK(says(outcome.err, "changed since it was recorded"));
  CHECK(lacuna::test::results(place.folder / "study.out") == before);
}

TEST_CASE("what is exported into a replica's directory leaves its record as it is") {
  const StudyPlace place;
  place.done({"--set", "base.trajectory.every_monolayers=0.5"});
  const fs::path runs = place.folder / "study.out/runs";
  const std::string run = (runs / *names(runs).begin()).string();
  REQUIRE(place.lacuna({"export", run}).status == 0);
  REQUIRE(fs::exists(run + "/trajectory.extxyz"));
  const Outcome again = place.study({"--set", "base.trajectory.every_monolayers=0.5"});
  CHECK_MESSAGE(again.err.find("changed since") == std::string::npos, again.err);
  CHECK(fs::exists(run + "/trajectory.extxyz"));
}

TEST_CASE("a dry run lists the work and writes nothing") {
  const StudyPlace place;
  const Outcome outcome = place.lacuna({"study", "study.yaml", "--dry-run"});
  CHECK_MESSAGE(outcome.status == 0, outcome.err);
  CHECK(says(outcome.out, "kinetic"));
  CHECK_MESSAGE(says(outcome.out, "8 replicas, 16 at other rates, 2 pilots, about "), outcome.out);
  const Outcome part = place.lacuna({"study", "study.yaml", "--dry-run", "--shard", "1/2"});
  CHECK_MESSAGE(says(part.out, ", shard 1/2\n"), part.err);
  CHECK(says(part.out, "kinetic"));
  CHECK_FALSE(says(part.out, "highway"));
  CHECK(says(outcome.out, "workers"));
  CHECK_FALSE(fs::exists(place.folder / "study.out"));
}

TEST_CASE("any replica can be run alone from its own input, with a trajectory") {
  const StudyPlace place;
  place.done({});
  const fs::path runs = place.folder / "study.out/runs";
  const std::string id = *names(runs).begin();
  const std::string input = (runs / id / "input.yaml").string();
  REQUIRE(place.lacuna({"run", input, "--out", "again", "--quiet"}).status == 0);
  check_same(place.folder / "again", runs / id);
  REQUIRE(place
              .lacuna({"run", input, "--out", "seen", "--quiet", "--set",
                       "trajectory.every_monolayers=0.5"})
              .status == 0);
  CHECK(fs::exists(place.folder / "seen/trajectory.lacuna"));
  CHECK(contents(place.folder / "seen/series.csv") == contents(runs / id / "series.csv"));
}

TEST_SUITE("all") {
  TEST_CASE("results are the same bit for bit for 1, 2 and 3 ranks") {
    const StudyPlace place;
    place.done({"--out", "alone"});
    for (const char* ranks : {"1", "2", "3"}) {
      Conditions conditions;
      conditions.folder = place.folder.path();
      const std::string out = std::string("ranks-") + ranks;
      const Outcome outcome = lacuna::test::execute(
          "/usr/bin/mpirun",
          {"--allow-run-as-root", "--oversubscribe", "-np", ranks, lacuna::test::program(), "study",
           "study.yaml", "--quiet", "--mpi", "--threads", "1", "--out", out},
          conditions);
      CHECK_MESSAGE(outcome.status == 0, outcome.err);
      check_same(place.folder / out, place.folder / "alone");
    }
  }
  TEST_CASE("20 kills at random moments of a study change nothing") {
    const StudyPlace place(small_study, std::string(tiny_case) + "checkpoint: {every_s: 0.05}\n");
    place.done({"--out", "alone"});
    int killed = 0;
    for (int n = 0; killed < 20 && n < 10; ++n) {
      const std::string out = "killed-" + std::to_string(n);
      killed += kill_and_continue(place, out, 8, 0.3, static_cast<std::uint64_t>(n));
      check_same(place.folder / out, place.folder / "alone");
    }
    CHECK(killed >= 20);
  }
}
