// What becomes of a command whose words cannot be printed.

#include "app/tell.hpp"

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

/// Of a shell in which $L is the program.
Outcome sh(const Workplace& place, const std::string& script) {
  lacuna::test::Conditions conditions;
  conditions.folder = place.folder.path();
  const std::string named = "L='" + lacuna::test::program() + "'; " + script;
  return lacuna::test::execute("/bin/sh", {"-c", named}, conditions);
}

}  // namespace

TEST_CASE("a command whose messages cannot be printed ends as it would have") {
  const Workplace place("case.yaml", lacuna::test::tiny_case);
  CHECK(sh(place, "exec $L check none.yaml 2>/dev/full").status == 2);
  CHECK(sh(place, "exec $L check none.yaml 2>&-").status == 2);
  (void)sh(place, "(sleep 0.1; $L check none.yaml 2>&1; echo $? > status) | true");
  CHECK(contents(place.folder / "status") == "2\n");
  CHECK(sh(place, "exec $L run case.yaml --resume 2>/dev/full").status == 0);
  CHECK(fs::exists(place.folder / "case.out/summary.json"));
}

TEST_CASE("a standard stream that is closed does not become a file of results") {
  const Workplace place("case.yaml", lacuna::test::tiny_case);
  REQUIRE(sh(place, "exec $L run case.yaml --out whole --quiet").status == 0);
  CHECK(sh(place, "exec $L run case.yaml --resume <&- >&- 2>&-").status == 1);  // not printed
  lacuna::test::check_same(place.folder / "case.out", place.folder / "whole");
}

TEST_CASE("what is not printed is told with where else it is, if it is anywhere") {
  const Workplace place("case.yaml", lacuna::test::tiny_case);
  const Outcome help = sh(place, "exec $L help >/dev/full");
  CHECK(help.status == 1);
  CHECK(says(help.err, "No space left on device; print to where that can be written"));
  const Outcome ran = sh(place, "exec $L run case.yaml >/dev/full");
  CHECK(ran.status == 1);
  CHECK(says(ran.err, "the results are in files, and lacuna report DIR prints them"));
}

TEST_CASE("a limit on file sizes ends an export with the reason, and leaves nothing behind") {
  const Workplace place("case.yaml", lacuna::test::tiny_case);
  REQUIRE(place.lacuna({"run", "case.yaml", "--quiet", "--set", "trajectory.every_monolayers=0.5"})
              .status == 0);
  lacuna::test::Conditions narrow;
  narrow.largest_file = 1024;
  const Outcome outcome = place.lacuna({"export", "case.out", "--what", "all"}, narrow);
  CHECK(outcome.status == 1);
  CHECK(says(outcome.err, "raise the limit on file sizes (ulimit -f)"));
  CHECK_FALSE(fs::exists(place.folder / "case.out/trajectory.extxyz.new"));
}
