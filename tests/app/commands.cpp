// init, check and schema, as a user types them.

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "tests/app/program.hpp"
#include "tests/says.hpp"
#include "tests/temporary_directory.hpp"

using lacuna::test::Outcome;
using lacuna::test::says;
using lacuna::test::TemporaryDirectory;

namespace {

Outcome run(const TemporaryDirectory& folder, const std::vector<std::string>& arguments) {
  lacuna::test::Conditions conditions;
  conditions.folder = folder.path();
  return lacuna::test::lacuna(arguments, conditions);
}

}  // namespace

TEST_CASE("init writes a case that check finds valid, and never overwrites") {
  const TemporaryDirectory folder;
  const Outcome printed = run(folder, {"init", "case"});
  CHECK(printed.status == 0);
  CHECK(says(printed.out, "temperature_K"));
  REQUIRE(run(folder, {"init", "case", "--out", "a.yaml"}).status == 0);
  CHECK(lacuna::test::contents(folder / "a.yaml") == printed.out);
  lacuna::test::put(folder / "a.yaml", printed.out + "# mine\n");
  const Outcome again = run(folder, {"init", "case", "--out", "a.yaml"});
  CHECK(again.status == 2);
  CHECK(says(again.err, "not overwritten"));
  CHECK(lacuna::test::contents(folder / "a.yaml") == printed.out + "# mine\n");

  const Outcome checked = run(folder, {"check", "a.yaml", "--set", "limits.events=100000"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  for (const char* part :
       {"site density", "62.415", "W_ad", "k_inj", "k_ret", "k_b", "r(theta_c)", "upper bound",
        "regime", "charge to j_pred", "hops", "run time", "disk"}) {
    CAPTURE(part);
    CHECK(says(checked.out, part));
  }
}

TEST_CASE("init says which commands come next, and they work") {
  const TemporaryDirectory folder;
  const Outcome first = run(folder, {"init", "study", "--out", "study.yaml"});
  CHECK(says(first.out, "next: lacuna init case --out case.yaml; then lacuna check study.yaml"));
  REQUIRE(run(folder, {"init", "case", "--out", "case.yaml"}).status == 0);
  CHECK(run(folder, {"check", "study.yaml", "--events", "0"}).status == 0);
  const Outcome second = run(folder, {"init", "study", "--out", "b.yaml"});
  CHECK(says(second.out, "next: lacuna check b.yaml"));
  const Outcome nowhere = run(folder, {"init", "case", "--out", "none/c.yaml"});
  CHECK(nowhere.status == 2);
  CHECK(says(nowhere.err, "there is no folder none"));
}

TEST_CASE("check reports every problem of a case with its place, and status 2") {
  const TemporaryDirectory folder;
  lacuna::test::put(folder / "a.yaml", "temprature_K: 300\nmetal: {layers: -4}\n");
  const Outcome checked = run(folder, {"check", "a.yaml"});
  CHECK(checked.status == 2);
  CHECK(checked.out.empty());
  CHECK(says(checked.err, "a.yaml:1:1"));
  CHECK(says(checked.err, "temperature_K"));
  CHECK(says(checked.err, "a.yaml:2:"));
}

TEST_CASE("check takes settings") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "a.yaml"}).status == 0);
  const Outcome checked = run(folder, {"check", "a.yaml", "--set", "metal.layers=9", "--set",
                                       "metal.bonds_eV={nn1: 0, nn2: 0}", "--events", "0"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  CHECK(says(checked.out, "the metal has 9"));
  CHECK_FALSE(says(checked.out, "upper bound"));
  CHECK(says(checked.out, "not known: no events were allowed"));
}

TEST_CASE("schema prints JSON, and the reference page on request") {
  const TemporaryDirectory folder;
  const Outcome schema = run(folder, {"schema", "case"});
  REQUIRE(schema.status == 0);
  CHECK(nlohmann::json::parse(schema.out).at("properties").contains("temperature_K"));
  const Outcome page = run(folder, {"schema", "case", "--format", "markdown"});
  REQUIRE(page.status == 0);
  CHECK(page.out.front() == '#');
}

TEST_CASE("the program tells what it was built from and with") {
  const TemporaryDirectory folder;
  const Outcome version = run(folder, {"--version"});
  CHECK(version.status == 0);
  for (const char* part : {"lacuna ", "revision", "compiler", "flags", "libraries", "yaml-cpp"}) {
    CAPTURE(part);
    CHECK(says(version.out, part));
  }
}

TEST_CASE("check reads a case from a pipe, which holds it once") {
  const TemporaryDirectory folder;
  const std::string text = run(folder, {"init", "case"}).out;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  std::thread writer([&] { lacuna::test::put(folder / "pipe", text); });
  const Outcome checked = run(folder, {"check", "pipe", "--set", "limits.events=1000"});
  writer.join();
  CHECK_MESSAGE(checked.status == 0, checked.err);
  CHECK(says(checked.out, "run time"));
}

TEST_CASE("a study given to run, and a case given to study, are sent to the right command") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "case.yaml"}).status == 0);
  REQUIRE(run(folder, {"init", "study", "--out", "study.yaml"}).status == 0);
  const Outcome ran = run(folder, {"run", "study.yaml"});
  CHECK(ran.status == 2);
  CHECK(says(ran.err, "study.yaml is a study, not a case: lacuna study study.yaml"));
  const Outcome studied = run(folder, {"study", "case.yaml"});
  CHECK(studied.status == 2);
  CHECK(says(studied.err, "case.yaml is a case, not a study: lacuna run case.yaml"));
}

TEST_CASE("an export calls atoms by the metal of the run") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "a.yaml"}).status == 0);
  std::vector<std::string> words{"run", "a.yaml", "--out", "r", "--quiet"};
  for (const char* setting :
       {"metal.preset=K", "metal.lateral_cells=[6, 4]", "metal.layers=6", "limits.events=1000",
        "trajectory.what=all", "trajectory.every_monolayers=0.01"})
    words.insert(words.end(), {"--set", setting});
  const Outcome ran = run(folder, words);
  REQUIRE_MESSAGE(ran.status == 0, ran.err);
  REQUIRE(run(folder, {"export", "r"}).status == 0);
  const std::string frames = lacuna::test::contents(folder / "r/trajectory.extxyz");
  CHECK(says(frames, "\nK "));
  CHECK_FALSE(says(frames, "\nNa "));
}

TEST_CASE("what is wrong with the base of a study is said at its line") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "case.yaml"}).status == 0);
  const std::string rest = "temperatures_K: [280, 300, 320]\nreplicas: 8\nhypotheses: {one: {}}\n";
  lacuna::test::put(folder / "falling.yaml", "base: case.yaml\n" + rest);
  const std::vector<std::string> falling{"check",    "falling.yaml",
                                         "--events", "0",
                                         "--set",    "base.current.ramp.from_mA_cm2=1.0e+6",
                                         "--set",    "base.current.ramp.to_mA_cm2=1.0e+5"};
  const Outcome falls = run(folder, falling);
  CHECK(falls.status == 2);
  CHECK_MESSAGE(says(falls.err, "case.yaml:47:3: at 320 K: current.ramp: its end lies below"),
                falls.err);
  const Outcome set =
      run(folder, {"check", "falling.yaml", "--events", "0", "--set", "base.temperature_K=310"});
  CHECK(set.status == 2);
  CHECK(says(set.err, "the temperatures of a study are `temperatures_K`"));
}

TEST_CASE("check warns of a study that cannot give what studies are for") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "case.yaml"}).status == 0);
  lacuna::test::put(folder / "study.yaml",
                    "base: case.yaml\ntemperatures_K: [300]\nreplicas: 1\n"
                    "hypotheses: {bare: {set: {metal.lateral_cells: [6, 4], metal.layers: 6,\n"
                    "                           metal.bonds_eV: {nn1: 0, nn2: 0}}}}\n");
  const Outcome checked = run(folder, {"check", "study.yaml", "--events", "0"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  CHECK(says(checked.out, "warning: one temperature gives currents but no E_A"));
  CHECK(says(checked.out, "warning: one replica has no scatter"));
  CHECK(says(checked.out, "warning: bare: the current goes up to 1e+08 mA/cm2, below the "));
  const Outcome enough = run(
      folder, {"check", "study.yaml", "--events", "0", "--set", "replicas=8", "--set",
               "temperatures_K=[280, 300, 320]", "--set", "base.current.ramp.to_mA_cm2=1.0e+9"});
  CHECK_FALSE(says(enough.out, "warning: "));
  const Outcome sizes = run(
      folder, {"check", "study.yaml", "--events", "0", "--set", "hypotheses={bare: {}}", "--set",
               "grid={metal.layers: [6, 8]}", "--set", "extrapolate={thickness_um: 1}"});
  CHECK_MESSAGE(says(sizes.out, "warning: extrapolate: 2 sizes are too few"), sizes.err);
  const Outcome narrow = run(folder, {"check", "study.yaml", "--events", "0", "--set", "replicas=8",
                                      "--set", "temperatures_K=[300, 302]"});
  CHECK(says(narrow.out, "warning: temperatures_K: they span 2 K, over which currents hardly"));
}

TEST_CASE("check warns of hypotheses that are the same case, once in a grid") {
  const TemporaryDirectory folder;
  REQUIRE(run(folder, {"init", "case", "--out", "case.yaml"}).status == 0);
  lacuna::test::put(folder / "study.yaml",
                    "base: case.yaml\ntemperatures_K: [280, 300, 320]\nreplicas: 8\n"
                    "grid: {metal.layers: [6, 8]}\n"
                    "hypotheses: {one: {}, two: {set: {metal.lateral_cells: [6, 4]}},\n"
                    "             three: {set: {metal.lateral_cells: [6, 4]}}}\n");
  const Outcome checked = run(folder, {"check", "study.yaml", "--events", "0"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  const std::size_t told = checked.out.find(" are the same case");
  CHECK(says(checked.out, "warning: two"));
  CHECK(told != std::string::npos);
  CHECK(checked.out.find(" are the same case", told + 1) == std::string::npos);
}
