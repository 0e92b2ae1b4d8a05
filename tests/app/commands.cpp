// init, check and schema, as a user types them.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

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

  const Outcome checked = run(folder, {"check", "a.yaml"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  for (const char* part :
       {"site density", "62.415", "W_ad", "k_inj", "k_ret", "k_b", "r(theta_c)", "upper bound",
        "regime", "charge to j_pred", "hops per strip", "run time"}) {
    CAPTURE(part);
    CHECK(says(checked.out, part));
  }
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
                                       "metal.bonds_eV.nn1=0", "--set", "metal.bonds_eV.nn2=0"});
  REQUIRE_MESSAGE(checked.status == 0, checked.err);
  CHECK(says(checked.out, "the metal has 9"));
  CHECK_FALSE(says(checked.out, "upper bound"));
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
