#include "io/input/problems.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "core/error.hpp"

using namespace lacuna;

namespace {

std::string raised(const io::Problems& problems) {
  try {
    problems.raise();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("problems are raised together, in the order of the file, settings last") {
  const std::array<std::string, 1> settings{"metal.layers=x"};
  io::Problems problems("case.yaml", io::command_line(settings));
  CHECK(raised(problems).empty());
  problems.add({1, 1, 0}, "metal.layers", "wrong");
  problems.add({7, 2, -1}, "b", "second");
  problems.add({7, 1, -1}, "a", "first");
  CHECK(raised(problems) ==
        "case.yaml:7:1: a: first\ncase.yaml:7:2: b: second\n--set metal.layers: wrong");
}

TEST_CASE("a file full of problems does not flood the terminal") {
  io::Problems problems("f");
  for (int k = 1; k <= 60; ++k) problems.add({k, 1, -1}, "k", "bad");
  const std::string text = raised(problems);
  CHECK(text.find("f:50:1") != std::string::npos);
  CHECK(text.find("f:51:1") == std::string::npos);
  CHECK(text.find("and 10 more") != std::string::npos);
}

TEST_CASE(
    "problems of settings from another file have its name, the place there, and what they belong "
    "to") {
  io::Problems problems("case.yaml",
                        {{"--set base.x", "x", ""}, {"study.yaml", "", "hypotheses.a.set"}});
  problems.add({3, 4, 1}, "metal.layer", "unknown");
  problems.add({1, 1, 0}, "x", "wrong");
  problems.add({9, 1, -1}, "b", "here");
  CHECK(problems.name({3, 4, 1}) == "study.yaml:3:4");
  CHECK(raised(problems) ==
        "case.yaml:9:1: b: here\n--set base.x: wrong\nstudy.yaml:3:4: hypotheses.a.set: "
        "metal.layer: unknown");
}

TEST_CASE("a problem that several inputs share is told once") {
  io::Problems problems("study.yaml");
  problems.adopt({2, 1, -1}, "case.yaml:5:1: x");
  problems.adopt({1, 1, -1}, "case.yaml:4:1: y");
  problems.adopt({3, 1, -1}, "case.yaml:5:1: x");
  CHECK(raised(problems) == "case.yaml:4:1: y\ncase.yaml:5:1: x");
}
