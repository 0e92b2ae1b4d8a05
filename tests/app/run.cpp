// Runs the program, as ctest names it, on a case that takes a fraction of a second.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "io/store/summary.hpp"
#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::check_same;
using lacuna::test::Conditions;
using lacuna::test::contents;
using lacuna::test::Interruption;
using lacuna::test::names;
using lacuna::test::Outcome;
using lacuna::test::results;
using lacuna::test::says;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

/// A small slab with weak bonds at a steady current; `events` sets how long it takes.
std::string small_case(std::uint64_t events, const std::string& more = {}) {
  return fmt::format(R"(name: small
seed: 7
temperature_K: 300
metal: {{lateral_cells: [4, 3], layers: 6, bonds_eV: {{nn1: 0.02, nn2: 0.02}}}}
interface: {{injection: {{barrier_eV: 0.14}}, segregation_eV: 0.05}}
far_side: sink
current: {{constant: {{j_mA_cm2: 2.0e+7, monolayers: 1.0e+6}}}}
onset: {{primary: coverage, coverage: {{threshold: 0.1}}}}
stop: end
limits: {{events: {}}}
sample: {{every_monolayers: 1}}
{})",
                     events, more);
}

const char* const with_trajectory = "trajectory: {every_monolayers: 2, what: vacancies}\n";

std::size_t commas(const std::string& line) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), ','));
}

/// Every line of a CSV file has the fields of its header. Returns the number of rows.
int check_csv(const fs::path& file) {
  std::istringstream stream(contents(file));
  std::string header;
  std::string line;
  REQUIRE(static_cast<bool>(std::getline(stream, header)));
  int rows = 0;
  for (; std::getline(stream, line); ++rows) REQUIRE(commas(line) == commas(header));
  return rows;
}

/// Start, kill with SIGKILL after a random while, resume, kill again, let finish.
struct Kills {
  int all = 0;
  int midway = 0;  ///< that left a checkpoint to go on from
};
Kills kill_and_resume(const Workplace& place, const std::string& out, std::mt19937_64& random,
                      double longest) {
  std::uniform_real_distribution<double> moment(0.0, longest);
  Kills kills;
  for (int n = 0; n < 3; ++n) {
    Conditions conditions;
    conditions.interruption =
        Interruption{SIGKILL, std::chrono::duration<double>(moment(random)), {}};
    const Outcome outcome =
        place.lacuna({"run", "case.yaml", "--out", out, "--resume", "--quiet"}, conditions);
    REQUIRE((outcome.signal == SIGKILL || outcome.status == 0));
    if (outcome.signal != SIGKILL) continue;
    ++kills.all;
    if (fs::exists(place.folder / out / "checkpoint")) ++kills.midway;
  }
  const Outcome end = place.lacuna({"run", "case.yaml", "--out", out, "--resume", "--quiet"});
  REQUIRE_MESSAGE(end.status == 0, end.err);
  return kills;
}

double seconds_of(const fs::path& directory) {
  return nlohmann::json::parse(contents(directory / "timing.json"))
      .at("wall_clock_s")
      .get<double>();
}

}  // namespace

TEST_CASE("the timing of a run whose ramp a pilot chose has the pilot's hops") {
  const Workplace place("case.yaml", R"(metal: {lateral_cells: [4, 3], layers: 6}
interface: {injection: {barrier_eV: 0.14}}
current: {ramp: {auto: fixed, monolayers_per_e_fold: 5}}
onset: {primary: coverage}
)");
  const Outcome outcome = place.lacuna({"run", "case.yaml", "--quiet"});
  REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const auto of = [&](const char* name) {
    return nlohmann::json::parse(contents(place.folder / "case.out" / name));
  };
  const auto run = io::stored_ending(place.folder / "case.out").value().last.events.hops();
  const auto pilots = of("ramp.json").at("pilot").at("hops").get<std::uint64_t>();
  CHECK((run > 0 && pilots > run));
  CHECK(of("timing.json").at("hops") == run + pilots);
}

TEST_CASE("a run leaves every file that the design names, and each can be read") {
  const Workplace place("case.yaml", small_case(800000, "trajectory: {every_monolayers: 5}\n"));
  const Outcome outcome = place.lacuna({"run", "case.yaml"});
  REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const fs::path out = place.folder / "case.out";
  CHECK(names(out) == std::set<std::string>{"clusters.csv", "input.yaml", "layers.csv",
                                            "log.lacuna", "series.csv", "summary.json",
                                            "timing.json", "trajectory.lacuna"});
  CHECK(check_csv(out / "series.csv") > 10);
  CHECK(check_csv(out / "layers.csv") == check_csv(out / "series.csv"));
  CHECK(check_csv(out / "clusters.csv") > 0);
  const auto summary = nlohmann::json::parse(contents(out / "summary.json"));
  CHECK(summary.at("name") == "small");
  CHECK(summary.at("seed") == 7);
  CHECK(summary.at("ending") == "limit");
  CHECK(summary.at("onset").at("detector") == "coverage");
  CHECK(says(outcome.out, "coverage *"));
  CHECK(says(outcome.out, "files: case.out"));
  CHECK(nlohmann::json::parse(contents(out / "timing.json")).at("sessions") == 1);
}

TEST_CASE("the last row of a series is the state that the summary ends with") {
  const Workplace place("case.yaml", small_case(100000));
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  const std::string series = contents(place.folder / "case.out/series.csv");
  const std::string row = series.substr(series.rfind('\n', series.size() - 2) + 1);
  const auto last =
      nlohmann::json::parse(contents(place.folder / "case.out/summary.json")).at("final");
  CHECK(std::stod(row) == last.at("time_s").get<double>());
}

TEST_CASE("a run with a patch writes where it lies, and that file makes the same run") {
  const Workplace place("case.yaml", small_case(100000, with_trajectory));
  const auto run = [&](const std::string& patch, const std::string& out) {
    const Outcome outcome = place.lacuna({"run", "case.yaml", "--quiet", "--out", out, "--set",
                                          "interface.patch={segregation_eV: 0.1, " + patch + "}"});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return place.folder / out;
  };
  const fs::path drawn = run("random: {share: 0.4, correlation_nm: 0.3}", "drawn");
  CHECK(check_csv(drawn / "patch.csv") == 10);  // of 24 sites
  const fs::path listed = run("file: drawn/patch.csv", "listed");
  CHECK(contents(drawn / "patch.csv") == contents(listed / "patch.csv"));
  CHECK(contents(drawn / "series.csv") == contents(listed / "series.csv"));
  const Outcome shown = place.lacuna({"export", "drawn"});
  REQUIRE_MESSAGE(shown.status == 0, shown.err);
  CHECK(says(contents(drawn / "trajectory.extxyz"), ":patch:I:1"));
  lacuna::test::put(drawn / "patch.csv", "i,j\n0,0\n");
  const Outcome edited = place.lacuna({"export", "drawn", "--out", "again.extxyz"});
  CHECK(edited.status == 2);
  CHECK(says(edited.err, "patch.csv"));
}

TEST_CASE("--quiet prints nothing, and --seed and --set do what the same words in the file do") {
  const Workplace place("case.yaml", small_case(50000));
  const Outcome quiet =
      place.lacuna({"run", "case.yaml", "--quiet", "--seed", "9", "--set", "temperature_K=320"});
  REQUIRE(quiet.status == 0);
  CHECK(quiet.out.empty());
  CHECK(quiet.err.empty());
  std::string text = small_case(50000);
  text.replace(text.find("seed: 7"), 7, "seed: 9");
  text.replace(text.find("temperature_K: 300"), 18, "temperature_K: 320");
  const Workplace other("case.yaml", text);
  REQUIRE(other.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  check_same(place.folder / "case.out", other.folder / "case.out");
}

TEST_CASE("bad input ends with status 2, a message, and nothing written") {
  const Workplace place("case.yaml", small_case(50000));
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"run", "case.yaml", "--set", "metal.layres=4"},
           {"run", "case.yaml", "--set", "temperature_K=-3"},
           {"run", "case.yaml", "--set", "interface.injection.barrier_eV=0.01"},  // below E_seg
           {"run", "case.yaml", "--set", "metal.lateral_cells=[1, 1]"},  // its own neighbour
           {"run", "nowhere.yaml"},
           {"run", "case.yaml", "--unheard-of"},
           {"run"},
           {"dance"}}) {
    const Outcome outcome = place.lacuna(arguments);
    CAPTURE(arguments.back());
    CHECK(outcome.status == 2);
    CHECK(outcome.err.substr(0, 8) == "lacuna: ");
    CHECK(names(place.folder.path()) ==
          std::set<std::string>{"case.yaml", "stderr.txt", "stdout.txt"});
  }
}

TEST_CASE(
    "what an interface cannot have ends with status 2 and says where, and nothing is written") {
  const Workplace place("case.yaml", small_case(50000));
  lacuna::test::put(place.folder / "other_box.csv", "i,j\n0,0\n40,40\n");
  const auto check_refused = [&](const std::vector<std::string>& settings, const char* why) {
    CAPTURE(why);
    std::vector<std::string> words{"run", "case.yaml"};
    for (const std::string& each : settings) {
      words.emplace_back("--set");
      words.push_back(each);
    }
    const Outcome outcome = place.lacuna(words);
    CHECK(outcome.status == 2);
    CHECK_MESSAGE(says(outcome.err, why), outcome.err);
    CHECK(names(place.folder.path()) ==
          std::set<std::string>{"case.yaml", "other_box.csv", "stderr.txt", "stdout.txt"});
  };
  check_refused({"interface.patch.segregation_eV=0.08", "interface.patch.file=other_box.csv"},
                "other_box.csv");
  check_refused({"far_side.equilibrium.pressure_MPa=3000"}, "it would close the lattice");
  check_refused({"far_side.thick.thickness_um=1", "metal.sinks.normal_lines.spacing_nm=1"},
                "the metal of far_side: thick is perfect");
  check_refused({"interface.strip=field", "interface.field.conductivity_mS_cm=1"},
                "give voltage.exchange_current_mA_cm2");
  check_refused({"interface.plate=field"}, "goes by the current of interface.strip: field");
}

// Exchange currents that lie 1e12 apart, and more.
TEST_CASE("a current over the contact that cannot be found ends the run, which keeps what it has") {
  const Workplace place("case.yaml", small_case(50000));
  std::vector<std::string> words{"run", "case.yaml"};
  for (const char* setting :
       {"temperature_K=150", "metal.lateral_cells=[14, 10]",
        "metal.bonds_eV={nn1: 0.06, nn2: 0.06}", "initial.gap.radius_nm=0.7",
        "interface.strip=field", "interface.field.conductivity_mS_cm=1.0e+9",
        "interface.field.charge_transfer=butler_volmer", "interface.field.exchange=bond",
        "interface.patch.strip_weight=1.0e-12",
        "interface.patch.random={share: 0.5, correlation_nm: 0.3}",
        "voltage.exchange_current_mA_cm2=1.0e+5"}) {
    words.emplace_back("--set");
    words.emplace_back(setting);
  }
  const Outcome failed = place.lacuna(words);
  CHECK(failed.status == 1);
  CHECK_MESSAGE(says(failed.err, "interface.field: the current over the contact did not converge"),
                failed.err);
  CHECK(says(failed.err, "nearer to one another (patch.strip_weight"));
  CHECK_FALSE(fs::exists(place.folder / "case.out/summary.json"));
  CHECK(fs::exists(place.folder / "case.out/input.yaml"));
}

TEST_CASE("a directory with results is refused without --resume and left as it is") {
  const Workplace place("case.yaml", small_case(50000));
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  const auto before = results(place.folder / "case.out");
  const Outcome again = place.lacuna({"run", "case.yaml"});
  CHECK(again.status == 2);
  CHECK(says(again.err, "--resume"));
  const Outcome finished = place.lacuna({"run", "case.yaml", "--resume"});
  CHECK(finished.status == 0);
  CHECK(says(finished.out, "finished"));
  CHECK(results(place.folder / "case.out") == before);
}

TEST_CASE("resuming where there is nothing to go on with says that the run starts anew") {
  const Workplace place("case.yaml", small_case(50000));
  const Outcome first = place.lacuna({"run", "case.yaml", "--resume"});
  CHECK(first.status == 0);
  CHECK(says(first.err, "case.out has no checkpoint: the run starts from its beginning"));
  fs::remove(place.folder / "case.out/summary.json");
  CHECK(says(place.lacuna({"run", "case.yaml", "--resume"}).err, "has no checkpoint"));
}

TEST_CASE("a run keeps out of a study's directory, and a study out of a run's") {
  const Workplace place("case.yaml", small_case(50000));
  lacuna::test::put(place.folder / "study.yaml",
                    "base: case.yaml\ntemperatures_K: [300]\nreplicas: 1\nhypotheses: {one: {}}\n");
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  const auto run = results(place.folder / "case.out");
  const Outcome study = place.lacuna({"study", "study.yaml", "--out", "case.out"});
  CHECK(study.status == 2);
  CHECK(says(study.err, "not the directory of a study"));
  CHECK(results(place.folder / "case.out") == run);
  REQUIRE(place.lacuna({"study", "study.yaml", "--quiet"}).status == 0);
  for (const char* resume : {"--quiet", "--resume"}) {
    const Outcome into = place.lacuna({"run", "case.yaml", "--out", "study.out", resume});
    CHECK(into.status == 2);
    CHECK(says(into.err, "study.out is the directory of a study"));
  }
}

TEST_CASE("resuming with a different input shows the difference and changes nothing") {
  const Workplace place("case.yaml", small_case(50000));
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}).status == 0);
  const auto before = results(place.folder / "case.out");
  const Outcome other =
      place.lacuna({"run", "case.yaml", "--resume", "--set", "temperature_K=310"});
  CHECK(other.status == 2);
  CHECK(says(other.err, "temperature_K: was 300, now 310"));
  CHECK(results(place.folder / "case.out") == before);
  lacuna::test::put(place.folder / "case.out/input.yaml", "");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run", "case.yaml", "--resume"}, {"report", "case.out"}}) {
    const Outcome damaged = place.lacuna(words);
    CHECK(damaged.status == 2);
    CHECK_MESSAGE(says(damaged.err, "input.yaml is damaged: it is empty"), damaged.err);
  }
}

TEST_CASE(
    "an interrupted run ends with status 3, says how to go on, and goes on to the same files") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Workplace place("case.yaml", small_case(6000000, with_trajectory));
    Conditions soon;
    soon.interruption =
        Interruption{signal, std::chrono::milliseconds(50), place.folder / "a b/series.csv"};
    const Outcome stopped = place.lacuna({"run", "case.yaml", "--out", "a b"}, soon);
    REQUIRE_MESSAGE(stopped.status == 3, stopped.err);
    CHECK(says(stopped.err, "lacuna run case.yaml --out 'a b' --resume"));
    CHECK(fs::exists(place.folder / "a b/checkpoint"));
    CHECK_FALSE(fs::exists(place.folder / "a b/summary.json"));
    const Outcome end = place.lacuna({"run", "case.yaml", "--out", "a b", "--resume"});
    REQUIRE_MESSAGE(end.status == 0, end.err);
    CHECK_FALSE(fs::exists(place.folder / "a b/checkpoint"));
    CHECK(nlohmann::json::parse(contents(place.folder / "a b/timing.json")).at("sessions") == 2);
    REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
    check_same(place.folder / "a b", place.folder / "straight");
  }
}

TEST_CASE("a run killed at random moments and resumed gives the files of an undisturbed one") {
  const Workplace place("case.yaml", small_case(6000000, std::string(with_trajectory) +
                                                             "checkpoint: {every_s: 0.02}\n"));
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
  std::mt19937_64 random(1);
  for (const char* out : {"a", "b"}) {
    kill_and_resume(place, out, random, seconds_of(place.folder / "straight"));
    check_same(place.folder / out, place.folder / "straight");
  }
}

TEST_CASE("a run that cycles, killed at random moments and resumed, has the same cycles.csv") {
  std::string text = small_case(0, "checkpoint: {every_s: 0.02}\n");
  const std::size_t current = text.find("current:"), end = text.find('\n', current);
  text.replace(current, end - current,
               "current: {cycle: {strip_mA_cm2: 2.0e+7, plate_mA_cm2: 4.0e+7, half_monolayers: 2, "
               "rest_s: 1.0e-9, cycles: 600}}");
  const Workplace place("case.yaml", text);
  const fs::path straight = place.folder / "straight";
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
  CHECK(check_csv(straight / "cycles.csv") == 4 * 600);
  std::mt19937_64 random(2);
  int midway = 0;  // a busy machine kills few of them there
  for (int round = 0; round < 2 || (midway == 0 && round < 10); ++round) {
    const std::string out = fmt::format("run{}", round);
    midway += kill_and_resume(place, out, random, seconds_of(straight)).midway;
    check_same(place.folder / out, straight);
  }
  CHECK(midway > 0);
  Conditions soon;
  soon.interruption =
      Interruption{SIGINT, std::chrono::milliseconds(50), place.folder / "c/cycles.csv"};
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "c", "--quiet"}, soon).status == 3);
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "c", "--quiet", "--resume"}).status == 0);
  check_same(place.folder / "c", straight);
}

TEST_CASE(
    "what a checkpoint does not know of does no harm: files that grew after it, leftovers of a "
    "kill") {
  const Workplace place("case.yaml", small_case(6000000, std::string(with_trajectory) +
                                                             "checkpoint: {every_s: 3600}\n"));
  Conditions soon;
  soon.interruption =
      Interruption{SIGINT, std::chrono::milliseconds(50), place.folder / "a/series.csv"};
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "a", "--quiet"}, soon).status == 3);
  for (const char* name :
       {"series.csv", "layers.csv", "clusters.csv", "trajectory.lacuna", "checkpoint.new"}) {
    lacuna::test::put(
        place.folder / "a" / name,
        (fs::exists(place.folder / "a" / name) ? contents(place.folder / "a" / name) : "") +
            "half a ro");
  }
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "a", "--resume", "--quiet"}).status == 0);
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
  check_same(place.folder / "a", place.folder / "straight");
}

TEST_CASE(
    "a damaged checkpoint, or series that lost their rows, are refused and left as they are") {
  const Workplace place("case.yaml", small_case(12000000));
  Conditions soon;
  soon.interruption =
      Interruption{SIGINT, std::chrono::milliseconds(50), place.folder / "case.out/series.csv"};
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet"}, soon).status == 3);
  const fs::path out = place.folder / "case.out";
  const std::string checkpoint = contents(out / "checkpoint");
  const std::string series = contents(out / "series.csv");

  lacuna::test::put(out / "checkpoint", checkpoint.substr(0, checkpoint.size() / 2));
  CHECK(place.lacuna({"run", "case.yaml", "--resume"}).status == 2);
  lacuna::test::put(out / "checkpoint", checkpoint);
  lacuna::test::put(out / "series.csv", series.substr(0, series.size() / 2));
  const Outcome shorter = place.lacuna({"run", "case.yaml", "--resume"});
  CHECK(shorter.status == 2);
  CHECK(says(shorter.err, "series.csv"));
  lacuna::test::put(out / "series.csv", series);
  CHECK(place.lacuna({"run", "case.yaml", "--resume", "--quiet"}).status == 0);
}

TEST_CASE("a disk that fills up ends the run with status 1 and the reason, and the run can go on") {
  const Workplace place("case.yaml", small_case(8000000, "checkpoint: {every_s: 0.02}\n"));
  Conditions full;
  full.largest_file = 60000;
  const Outcome failed = place.lacuna({"run", "case.yaml", "--out", "a"}, full);
  CHECK(failed.status == 1);
  CHECK(says(failed.err, "cannot write"));
  CHECK(says(failed.err, "File too large"));
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "a", "--resume", "--quiet"}).status == 0);
  REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
  check_same(place.folder / "a", place.folder / "straight");
}

TEST_SUITE("all") {
  TEST_CASE(
      "runs killed at twenty random moments each and resumed give the files of an undisturbed "
      "one") {
    const std::string more = std::string(with_trajectory) + "checkpoint: {every_s: 0.01}\n";
    std::string ramped = small_case(20000000, more);
    const auto swap = [&ramped](const std::string& from, const std::string& to) {
      ramped.replace(ramped.find(from), from.size(), to);
    };
    // a hold, then a ramp, with emission and all detectors at work
    swap("constant: {j_mA_cm2: 2.0e+7, monolayers: 1.0e+6}",
         "ramp: {from_mA_cm2: 2.0e+6, to_mA_cm2: 2.0e+8, rate_mA_cm2_per_s: 1.0e+13}");
    swap("far_side: sink", "far_side: {equilibrium: {formation_energy_eV: 0.2}}");
    for (const std::string& text : {small_case(20000000, more), ramped}) {
      const Workplace place("case.yaml", text);
      REQUIRE(place.lacuna({"run", "case.yaml", "--out", "straight", "--quiet"}).status == 0);
      const double longest = seconds_of(place.folder / "straight");
      std::mt19937_64 random(2);
      Kills sum;
      constexpr int something_to_lose = 4;
      for (int round = 0; sum.all < 20 || sum.midway < something_to_lose; ++round) {
        REQUIRE_MESSAGE(round < 100, "too few kills met a run, or one with something to lose: "
                                         << sum.all << ", " << sum.midway);
        const std::string out = fmt::format("run{}", round);
        const Kills kills = kill_and_resume(place, out, random, longest * 0.8);
        sum.all += kills.all;
        sum.midway += kills.midway;
        check_same(place.folder / out, place.folder / "straight");
        fs::remove_all(place.folder / out);
      }
    }
  }
}
