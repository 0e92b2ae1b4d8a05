#include <doctest/doctest.h>

#include <string>

#include "io/run_input.hpp"

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
