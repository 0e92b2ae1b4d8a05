#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::Outcome;
using lacuna::test::says;
using lacuna::test::Workplace;

TEST_CASE("two studies are compared, and runs that are the same differ by exactly nothing") {
  const Workplace place("study.yaml",
                        "base: base.yaml\ntemperatures_K: [260, 300, 340]\nreplicas: 4\n"
                        "hypotheses: {kinetic: {}}\n");
  lacuna::test::put(place.folder / "base.yaml", lacuna::test::tiny_case);
  const auto done = [&](const std::string& out, const std::string& setting) {
    const Outcome outcome =
        place.lacuna({"study", "study.yaml", "--quiet", "--out", out, "--set", setting});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  };
  done("one", "confidence=0.95");
  done("again", "confidence=0.95");
  done("other", "seed=2");
  done("else", "base.onset.coverage.threshold=0.2");
  const Outcome same = place.lacuna({"compare", "one", "again"});
  CHECK(same.status == 0);
  CHECK(says(same.out, "kinetic 300 K"));
  CHECK(says(same.out, "0, the same runs"));
  CHECK_FALSE(says(same.out, "inputs differ"));
  const Outcome other = place.lacuna({"compare", "one", "other"});
  CHECK(other.status == 0);
  CHECK(says(other.out, "seed: was 1, now 2"));
  CHECK(says(other.out, "too few runs for an interval"));
  CHECK_FALSE(says(other.out, "the same runs"));
  const Outcome csv = place.lacuna({"compare", "one", "other", "--csv"});
  CHECK(csv.out.rfind(
            "quantity,where,first,second,difference,low,high,same_runs,directory\nE_A_eV,kinetic,",
            0) == 0);
  CHECK(says(csv.out, ",other\n"));
  const Outcome three = place.lacuna({"compare", "one", "again", "other"});
  CHECK(three.status == 0);
  CHECK(says(three.out, "second: again"));
  CHECK(says(three.out, "second: other"));
  CHECK(says(three.out, "0, the same runs"));
  CHECK(says(three.out, "too few runs for an interval"));
  const Outcome all = place.lacuna({"compare", "one", "again", "other", "--csv"});
  CHECK(says(all.out, ",again\n"));
  CHECK(all.out.find("quantity,") == all.out.rfind("quantity,"));
  const Outcome onset = place.lacuna({"compare", "one", "else"});
  CHECK(onset.status == 2);
  CHECK_MESSAGE(says(onset.err, "mean different things by onset"), onset.err);
  CHECK(onset.err.ends_with("second):\n  onset.coverage.threshold: was 0.3, now 0.2\n"));
  CHECK(place.lacuna({"compare", "one"}).status == 2);
  CHECK(says(place.lacuna({"compare", "one", "nowhere"}).err,
             "nowhere does not exist; check the path"));
  lacuna::test::put(place.folder / "again/input.yaml", "a: b\n");
  CHECK(says(place.lacuna({"compare", "one", "again"}).err,
             "again/input.yaml is damaged or was changed since the study began"));
}

TEST_CASE("runs are compared side by side, not with studies, nor before they are finished") {
  const Workplace place("case.yaml", lacuna::test::tiny_case);
  const auto run = [&](const std::string& out, const std::string& setting) {
    const Outcome outcome =
        place.lacuna({"run", "case.yaml", "--quiet", "--out", out, "--set", setting});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  };
  run("cold", "temperature_K=280");
  run("warm", "temperature_K=320");
  run("short", "limits.monolayers=0.1");
  const Outcome both = place.lacuna({"compare", "cold", "warm", "short"});
  REQUIRE_MESSAGE(both.status == 0, both.err);
  CHECK(says(both.out, "temperature_K: was 280, now 320"));
  CHECK(says(both.out, "coverage_j_mA_cm2"));
  CHECK(says(both.out, "final_overpotential_V"));
  CHECK_FALSE(says(both.out, "growth_j"));  // no single run sees it
  const Outcome csv = place.lacuna({"compare", "cold", "warm", "short", "--csv"});
  CHECK(csv.out.rfind("quantity,cold,warm,short\ntemperature_K,280,320,300\n", 0) == 0);
  const auto row = csv.out.find("\ncoverage_j_mA_cm2,");
  REQUIRE(row != std::string::npos);
  const std::string line = csv.out.substr(row + 1, csv.out.find('\n', row + 1) - row - 1);
  CHECK_MESSAGE(line.back() == ',', line);  // the short one saw none
  std::filesystem::remove(place.folder / "warm/summary.json");
  CHECK(says(place.lacuna({"compare", "cold", "warm"}).err, "warm is not finished; go on with"));
  lacuna::test::put(place.folder / "study.yaml",
                    "base: case.yaml\ntemperatures_K: [300]\nreplicas: 1\nhypotheses: {a: {}}\n");
  REQUIRE(place.lacuna({"study", "study.yaml", "--quiet", "--out", "study"}).status == 0);
  const Outcome mixed = place.lacuna({"compare", "cold", "study"});
  CHECK(mixed.status == 2);
  CHECK_MESSAGE(says(mixed.err, "cold holds a run, study a study: compare runs with runs"),
                mixed.err);
}
