#include "io/input/experiment.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

template <class Reader>
std::string refusal(Reader reader, const std::string& text) {
  const test::TemporaryDirectory folder;
  test::put(folder / "x.csv", text);
  try {
    static_cast<void>(reader(io::read_side_file(folder / "x.csv", "test table")));
  } catch (const InputError& error) {
    const std::string message = error.what();
    return message.substr(message.find("x.csv"));
  }
  return "accepted";
}

std::string energies(const std::string& rows) {
  return refusal(io::read_experiment,
                 "# source\nsystem,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\n" + rows);
}
std::string points(const std::string& rows) {
  return refusal(io::read_measured_points, "temperature_K,j_crit_mA_cm2,sigma_ln\n" + rows);
}

}  // namespace

TEST_CASE("the shipped experiment has the rows of its source") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const auto rows = io::read_experiment(io::read_side_file(
      std::filesystem::path(source) / "examples" / "lowack2026" / "lowack2026.csv", "experiment"));
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].name == "bare");
  CHECK(rows[0].energy.low == 0.13);
  CHECK(rows[0].energy.high == 0.15);
  CHECK(rows[0].energy.error == 0.0);
  CHECK(rows[1].name == "Sn-Na interlayer");
  CHECK(rows[1].energy.low == 0.10);
  CHECK(rows[1].energy.high == 0.10);
  CHECK(rows[1].energy.error == 0.01);
  CHECK(rows[2].energy.error == 0.0);
}

TEST_CASE("measured currents are kept as logarithms in internal units") {
  const test::TemporaryDirectory folder;
  test::put(folder / "x.csv",
            "# source\ntemperature_K,j_crit_mA_cm2,sigma_ln\n290,5,0.1\n300,6.5,0.2\n");
  const auto list = io::read_measured_points(io::read_side_file(folder / "x.csv", "test table"));
  REQUIRE(list.size() == 2);
  CHECK(list[1].temperature == 300);
  CHECK(std::exp(list[1].log_density) / constants::mA_per_cm2 == doctest::Approx(6.5));
  CHECK(list[1].error == 0.2);
}

TEST_CASE("what is wrong with a row is told with its line") {
  CHECK(energies("a,b,0.1,0.2,,\n") == "accepted");
  CHECK(energies("a,b,0.1,0.2,,0.01\n") == "accepted");
  CHECK(energies("a,b,0.1,,,\n").starts_with("x.csv:3: a row states E_A_eV, or both"));
  CHECK(energies("a,b,0.1,0.2,0.15,\n").starts_with("x.csv:3: a row states"));
  CHECK(energies("a,b,,,,0.1\n").starts_with("x.csv:3: a row states"));
  CHECK(energies("a,b,0.2,0.1,,\n").starts_with("x.csv:3: E_A_low_eV must be below"));
  CHECK(energies("a,b,,,0.2,-1\n").starts_with("x.csv:3: sigma_eV: '-1' is out of range"));
  CHECK(energies("a,b,,,x,\n").starts_with("x.csv:3: E_A_eV: 'x' is not a number"));
  CHECK(energies(",b,,,1,\n").starts_with("x.csv:3: system: empty"));
  CHECK(energies("points,b,,,1,\n").starts_with("x.csv:3: system: 'points' means something else"));
  CHECK(energies("a,b,,,1,\na,b,,,2,\n").starts_with("x.csv:4: system: 'a' is there twice"));
  CHECK(energies("a,b,,,1,\n# remark\n").starts_with("x.csv:4: comments are not allowed"));
  CHECK(energies("").starts_with("x.csv:2: no rows follow"));
  CHECK(points("300,1,0.1\n") == "accepted");
  CHECK(points("300,1,0.1\n300,1,0.1\n")
            .starts_with("x.csv:3: temperature_K: temperatures must rise"));
  CHECK(points("300,0,0.1\n").starts_with("x.csv:2: j_crit_mA_cm2: '0' is out of range"));
  CHECK(points("300,1,0\n").starts_with("x.csv:2: sigma_ln: '0' is out of range"));
  CHECK(points("").starts_with("x.csv:1: no rows follow"));
}
