#include "io/input/echo.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "io/input/run_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/example_cases.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

// Text of everything that the table stores: two inputs with the same one are the same input.
void check_round_trip(const io::RunInput& in) {
  const io::RunInput again = test::again(in);
  CHECK(again.canonical == in.canonical);
  CHECK(io::fingerprint(again) == io::fingerprint(in));
  CHECK(again.values.ceramic.segregation == in.values.ceramic.segregation);
  CHECK(again.values.voltage.area_resistance == in.values.voltage.area_resistance);
  CHECK(again.values.voltage.exchange_density == in.values.voltage.exchange_density);
  CHECK(again.values.current.index() == in.values.current.index());
  CHECK(again.values.far_side.index() == in.values.far_side.index());
  if (const auto* thick = std::get_if<interface::Thick>(&in.values.far_side)) {
    const auto& again_thick = std::get<interface::Thick>(again.values.far_side);
    CHECK(again_thick.thickness == thick->thickness);
    CHECK(again_thick.layers == thick->layers);
    CHECK(again_thick.returns == thick->returns);
  }
  CHECK(again.trajectory.has_value() == in.trajectory.has_value());
  const auto* ramp = std::get_if<interface::Ramp>(&in.values.current);
  if (ramp && ramp->automatic) {
    const auto& automatic = std::get<interface::Ramp>(again.values.current).automatic;
    REQUIRE(automatic.has_value());
    CHECK(automatic->convention == ramp->automatic->convention);
    CHECK(automatic->monolayers_per_e_fold == ramp->automatic->monolayers_per_e_fold);
    CHECK(automatic->reference_temperature == ramp->automatic->reference_temperature);
  }
}

}  // namespace

TEST_CASE("the canonical text reads back as the same input") {
  for (const std::string text : test::example_cases) {
    CAPTURE(text);
    check_round_trip(io::parse_case(text, "c", "."));
  }
  check_round_trip(io::parse_case(
      test::example_cases[0], "c", ".",
      std::vector<std::string>{"voltage.area_resistance_ohm_cm2=0.37", "current.ramp.hold=none",
                               "current.ramp.rate_mA_cm2_per_s=123456.789",
                               "interface.work_of_adhesion_J_m2=0.223", "metal.surface=none"}));
}

TEST_CASE("the formation energy of any bonds may stand in the canonical text") {
  for (const char* bonds : {"{nn1: -0.005, nn2: 0}", "{nn1: 10, nn2: 10}"}) {
    check_round_trip(io::parse_case(
        "current: {constant: {time_s: 1, j_mA_cm2: 1}}\nonset: {primary: coverage}\n"
        "metal: {bonds_eV: " +
            std::string(bonds) + "}\nfar_side: {equilibrium: {formation_entropy_k: -9}}\n",
        "c", "."));
  }
}

TEST_CASE("currents come back from the canonical text bit for bit") {
  for (const char* typed : {"123.456", "2.0e+5", "0.1", "7.77e13", "33333.3333"}) {
    const std::string text = "current: {constant: {time_s: 1, j_mA_cm2: " + std::string(typed) +
                             "}}\nonset: {primary: coverage}\n";
    const auto in = io::parse_case(text, "c", ".");
    const auto again = io::parse_case(in.canonical, "c", ".");
    CHECK(std::get<interface::Constant>(again.values.current).density ==
          std::get<interface::Constant>(in.values.current).density);
  }
}

TEST_CASE("the canonical text states every default, with its unit in the key") {
  const std::string text =
      io::parse_case(
          "current: {constant: {j_mA_cm2: 2.5e4, time_s: 1}}\nonset: {primary: coverage}\n", "c",
          ".")
          .canonical;
  for (const char* line :
       {"name: case\n", "temperature_K: 300\n", "  lattice_constant_A: 4.29\n",
        "  lateral_cells: [28, 20]\n", "    law: symmetric\n", "  surface: none\n",
        "  void_vacancies: 0\n", "  segregation_eV: 0\n", "far_side: sink\n",
        "    j_mA_cm2: 25000\n", "  exchange_current_relative: 1\n", "    threshold: 0.1\n",
        "stop: onset\n", "trajectory: none\n", "  every_s: 60\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text.find("lateral_nm") == std::string::npos);
  CHECK(text.find("ramp") == std::string::npos);
}

TEST_CASE("the canonical text of an automatic ramp has what it goes by, and no currents") {
  const auto of = [](const char* keys) {
    return io::parse_case(std::string("current: {ramp: {") + keys + "}}\n", "c", ".").canonical;
  };
  const std::string charge = of("auto: charge"), fixed = of("auto: fixed"),
                    stated = of("from_mA_cm2: 1, to_mA_cm2: 2, rate_mA_cm2_per_s: 3");
  CHECK(charge.find("    auto: charge\n    monolayers_per_e_fold: 25\n    hold:\n") !=
        std::string::npos);
  CHECK(fixed.find("    auto: fixed\n    monolayers_per_e_fold: 25\n    reference_temperature_K: "
                   "300\n    hold:\n") != std::string::npos);
  CHECK(
      stated.find("    from_mA_cm2: 1\n    to_mA_cm2: 2\n    rate_mA_cm2_per_s: 3\n    hold:\n") !=
      std::string::npos);
  CHECK(charge.find("from_mA_cm2") == std::string::npos);
  CHECK(stated.find("auto") == std::string::npos);
}

TEST_CASE("files stand in the canonical text by the names of their copies") {
  const test::TemporaryDirectory directory;
  test::put(directory / "j.csv", "time_s,j_mA_cm2\n0,1e5\n1e-6,2e5\n");
  const auto in = io::parse_case("current: {file: ./j.csv}\nonset: {primary: coverage}\n", "c",
                                 directory.path());
  CHECK(in.canonical.find("  file: inputs/j.crc32-") != std::string::npos);
  check_round_trip(in);
}
