#include <doctest/doctest.h>

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
  CHECK(csv.out.rfind("quantity,where,first,second,difference,low,high,same_runs\nE_A_eV,kinetic,",
                      0) == 0);
  const Outcome onset = place.lacuna({"compare", "one", "else"});
  CHECK(onset.status == 2);
  CHECK_MESSAGE(says(onset.err, "mean different things by onset"), onset.err);
  CHECK(place.lacuna({"compare", "one"}).status == 2);
  CHECK(says(place.lacuna({"compare", "one", "nowhere"}).err, "nowhere holds no study"));
}
