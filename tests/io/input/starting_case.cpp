#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "tests/io/input/example_studies.hpp"

using namespace lacuna;

TEST_CASE("the starting case is valid, and every line of it explains itself") {
  const std::string text = io::starting_case();
  const io::RunInput in = io::parse_case(text, "starting case", ".");
  CHECK(in.values.name == "bare");
  CHECK(in.values.metal.bond_nn1 == 0.06);
  CHECK(std::holds_alternative<interface::Ramp>(in.values.current));
  CHECK(in.values.metal.cells == std::array<int, 2>{28, 20});  // 12 nm x 12 nm
  CHECK(text.find("  # adhesion_eV: ") != std::string::npos);
  CHECK(text.find("  # constant: {j_mA_cm2, monolayers, time_s}") != std::string::npos);
  CHECK(text.find("# temperature\n") != std::string::npos);
}

TEST_CASE(
    "the starting study is valid beside the starting case, also with what it shows in comments") {
  const test::StudyFolder folder(io::starting_study(), io::starting_case());
  const ensemble::Plan plan = io::read_study(folder.study()).plan;
  CHECK(plan.branches.size() == 2);
  CHECK(plan.temperatures.size() == 6);
  CHECK(plan.rate_check == ensemble::RateCheck::bonds);
  std::string text = io::starting_study();
  std::string active;
  bool in_header = true;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    in_header = in_header && line.starts_with("# ");
    active += (line.starts_with("# ") && !in_header ? line.substr(2) : line) + "\n";
  }
  test::put(folder.study(), active);
  const ensemble::Plan all = io::read_study(folder.study()).plan;
  CHECK(all.branches.size() == 4);
  CHECK(all.precision.has_value());
  CHECK(all.rate_check == ensemble::RateCheck::all);
  CHECK(all.fit.has_value());
}
