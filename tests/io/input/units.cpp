#include "io/input/units.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_input.hpp"
#include "io/input/study_keys.hpp"
#include "tests/io/input/example_studies.hpp"

using namespace lacuna;
using io::number_in;

namespace {

// What the SI says, once more and in its base units: kg, m, s, A, K, mol.
constexpr double charge_C = 1.602176634e-19, boltzmann_J_K = 1.380649e-23, avogadro = 6.02214076e23;

struct InBaseUnits {
  const char* unit;
  double factor;
};
constexpr std::array in_base_units{
    InBaseUnits{"K", 1},
    InBaseUnits{"eV", charge_C},
    InBaseUnits{"meV", 1e-3 * charge_C},
    InBaseUnits{"kJ/mol", 1e3 / avogadro},
    InBaseUnits{"kcal/mol", 4184 / avogadro},
    InBaseUnits{"k", boltzmann_J_K},
    InBaseUnits{"eV/K", charge_C},
    InBaseUnits{"J/mol/K", 1 / avogadro},
    InBaseUnits{"Å", 1e-10},
    InBaseUnits{"nm", 1e-9},
    InBaseUnits{"µm", 1e-6},
    InBaseUnits{"mm", 1e-3},
    InBaseUnits{"cm", 1e-2},
    InBaseUnits{"m", 1},
    InBaseUnits{"nm²", 1e-18},
    InBaseUnits{"µm²", 1e-12},
    InBaseUnits{"mm²", 1e-6},
    InBaseUnits{"cm²", 1e-4},
    InBaseUnits{"m²", 1},
    InBaseUnits{"1/µm²", 1e12},
    InBaseUnits{"1/mm²", 1e6},
    InBaseUnits{"1/cm²", 1e4},
    InBaseUnits{"1/m²", 1},
    InBaseUnits{"s", 1},
    InBaseUnits{"ms", 1e-3},
    InBaseUnits{"µs", 1e-6},
    InBaseUnits{"ns", 1e-9},
    InBaseUnits{"ps", 1e-12},
    InBaseUnits{"min", 60},
    InBaseUnits{"h", 3600},
    InBaseUnits{"d", 24 * 3600},
    InBaseUnits{"Hz", 1},
    InBaseUnits{"1/s", 1},
    InBaseUnits{"GHz", 1e9},
    InBaseUnits{"THz", 1e12},
    InBaseUnits{"mA/cm²", 10},
    InBaseUnits{"µA/cm²", 1e-2},
    InBaseUnits{"A/cm²", 1e4},
    InBaseUnits{"A/m²", 1},
    InBaseUnits{"mA/m²", 1e-3},
    InBaseUnits{"mA/cm²/s", 10},
    InBaseUnits{"mA/cm²/min", 10.0 / 60},
    InBaseUnits{"mA/cm²/h", 10.0 / 3600},
    InBaseUnits{"A/m²/s", 1},
    InBaseUnits{"A/m²/min", 1.0 / 60},
    InBaseUnits{"A/m²/h", 1.0 / 3600},
    InBaseUnits{"monolayers", 1},
    InBaseUnits{"mAh/cm²", 1e-3 * 3600 * 1e4},
    InBaseUnits{"µAh/cm²", 1e-6 * 3600 * 1e4},
    InBaseUnits{"Ah/m²", 3600},
    InBaseUnits{"C/cm²", 1e4},
    InBaseUnits{"C/m²", 1},
    InBaseUnits{"Pa", 1},
    InBaseUnits{"kPa", 1e3},
    InBaseUnits{"MPa", 1e6},
    InBaseUnits{"GPa", 1e9},
    InBaseUnits{"bar", 1e5},
    InBaseUnits{"J/m²", 1},
    InBaseUnits{"mJ/m²", 1e-3},
    InBaseUnits{"Ω cm²", 1e-4},
    InBaseUnits{"mΩ cm²", 1e-7},
    InBaseUnits{"Ω m²", 1},
    InBaseUnits{"Ω cm", 1e-2},
    InBaseUnits{"Ω m", 1},
    InBaseUnits{"mS/cm", 0.1},
    InBaseUnits{"S/cm", 1e2},
    InBaseUnits{"S/m", 1},
};

double factor_of(std::string_view unit) {
  for (const InBaseUnits& known : in_base_units)
    if (known.unit == unit) return known.factor;
  return NAN;
}

void check_refused(const std::string& unit, const std::string& text, const char* message) {
  CHECK_THROWS_WITH_AS(static_cast<void>(number_in(unit, text)), message, InputError);
}

template <class Target>
void check_units(const io::Key<Target>& section, const std::string& path) {
  for (const io::Key<Target>& key : section.keys) {
    CAPTURE(path + key.name);
    const bool whole = key.type == io::KeyType::integer || key.type == io::KeyType::integers;
    if (io::has_range(key) && !whole && !key.unit.empty())
      CHECK_FALSE(io::dimension_of(key.unit).units.empty());
    check_units(key, path + key.name + ".");
  }
}

std::string canonical(const std::string& text) { return io::parse_case(text, "c", ".").canonical; }

const std::string some_current = "current: {constant: {j_mA_cm2: 1, time_s: 1}}\nstop: end\n";

}  // namespace

TEST_CASE("every unit converts into every other of its dimension as the SI has it") {
  for (const io::Dimension& dimension : io::dimensions())
    for (const std::string_view from : dimension.units)
      for (const std::string_view to : dimension.units) {
        CAPTURE(from);
        CAPTURE(to);
        if (from == "°C" || to == "°C") continue;
        const double expected = 2.5 * factor_of(from) / factor_of(to);
        CHECK(number_in(to, "2.5 " + std::string(from)) == doctest::Approx(expected).epsilon(1e-9));
      }
}

TEST_CASE("degrees Celsius are counted from 273.15 K") {
  CHECK(number_in("K", "25 °C") == 298.15);
  CHECK(number_in("K", "-273.15 °C") == 0);
  CHECK(number_in("°C", "300 K") == 26.85);
}

TEST_CASE("a number is what it would be, had it been converted by hand") {
  CHECK(number_in("mA/cm²", "0.1 A/m2") == 0.01);
  CHECK(number_in("eV", "53 meV") == 0.053);
  CHECK(number_in("h", "90 min") == 1.5);
  CHECK(number_in("nm", "1.2 um") == 1200);
  CHECK(number_in("µm", "35 nm") == 0.035);
  CHECK(number_in("s", "2 hours") == 7200);
}

TEST_CASE("a unit may be written in several ways") {
  for (const char* text :
       {"3 mA/cm2", "3 mA/cm²", "3mA/cm^2", "3  mA / cm2", "3e0 mA/cm2", "+3 mA/cm2"}) {
    CAPTURE(text);
    CHECK(number_in("A/m²", text) == 30);
  }
  for (const char* text : {"4 um", "4 µm", "4 \xCE\xBCm"}) CHECK(number_in("nm", text) == 4000);
  for (const char* text : {"4 ohm cm2", "4 Ω cm²", "4 \xE2\x84\xA6 cm2"})
    CHECK(number_in("Ω cm²", text) == 4);
  for (const char* text : {"4 Å", "4 \xE2\x84\xAB", "4 angstrom"})
    CHECK(number_in("nm", text) == 0.4);
  CHECK(number_in("K", "0 degC") == 273.15);
  CHECK(number_in("h", "2 days") == 48);
}

TEST_CASE("a number without a unit is in that of the key, bit for bit") {
  CHECK(number_in("eV", "0.053") == 0.053);
  CHECK(number_in("mA/cm²", "0.1 mA/cm2") == 0.1);
  CHECK(number_in("", "1e13") == 1e13);
}

TEST_CASE("another dimension, or an unknown unit, is refused with those that are accepted") {
  check_refused("eV", "25 °C",
                "'25 °C' is a temperature; expected a number in eV, or with meV, kJ/mol, kcal/mol");
  check_refused("K", "25 C",
                "'25 C' has a unit that is not known; expected a number in K, or with °C");
  check_refused(
      "Å", "4.29 A",
      "'4.29 A' has a unit that is not known; expected a number in Å, or with nm, µm, mm, cm, m");
  check_refused(
      "mA/cm²/s", "1 mA/cm2",
      "'1 mA/cm2' is a current density; expected a number in mA/cm²/s, or with mA/cm²/min, "
      "mA/cm²/h, A/m²/s, A/m²/min, A/m²/h");
  check_refused("", "5 eV", "'5 eV' is an energy; expected a number without a unit");
  check_refused("monolayers", "5 nm", "'5 nm' is a length; expected a number in monolayers");
}

TEST_CASE("what is no number stays none") {
  for (const char* text :
       {"", "eV", "0x10", "1:30", "1_000", ".inf", "1e", "5eVV", "0,1 eV", "1 eV 2"})
    CHECK_THROWS_AS(static_cast<void>(number_in("eV", text)), InputError);
}

TEST_CASE("the unit of every number of a case and of a study is known") {
  check_units(io::case_keys(), "");
  check_units(io::study_keys(), "");
  check_units(io::target_keys(), "");
}

TEST_CASE("a case with units is the case without them") {
  const std::string with_units =
      "temperature_K: 25 °C\n"
      "metal: {lattice_constant_A: 0.429 nm, lateral_nm: [0.008 um, \"70 Å\"], hop: {barrier_eV: "
      "53 meV}}\n"
      "current: {ramp: {from_mA_cm2: 2e9 A/m2, to_mA_cm2: 1e6 A/cm2, rate_mA_cm2_per_s: 5e12 "
      "A/m2/s}}\n"
      "voltage: {area_resistance_ohm_cm2: 0.2 mohm cm2}\n"
      "checkpoint: {every_s: 2 hours}\n";
  const std::string without =
      "temperature_K: 298.15\n"
      "metal: {lattice_constant_A: 4.29, lateral_nm: [8, 7], hop: {barrier_eV: 0.053}}\n"
      "current: {ramp: {from_mA_cm2: 2e8, to_mA_cm2: 1e9, rate_mA_cm2_per_s: 5e11}}\n"
      "voltage: {area_resistance_ohm_cm2: 2e-4}\n"
      "checkpoint: {every_s: 7200}\n";
  CHECK(canonical(with_units) == canonical(without));
  const std::vector<std::string> settings{"temperature_K=25 °C"};
  CHECK(io::parse_case(some_current, "c", ".", settings).values.temperature == 298.15);
}

TEST_CASE("a case's wrong units are told with line and key, and ranges are those of the key") {
  const auto refused = [](const std::string& text, const char* message) {
    CHECK_THROWS_WITH_AS(static_cast<void>(canonical(some_current + text)),
                         doctest::Contains(message), InputError);
  };
  refused("temperature_K: 300 eV\n",
          "c:3:16: temperature_K: '300 eV' is an energy; expected a number in K, or with °C");
  refused("temperature_K: -300 °C\n",
          "temperature_K: '-300 °C' is out of range; 0.001 to 100000 K");
  refused("metal: {layers: 8 layers}\n", "metal.layers: '8 layers' is not a whole number");
  refused("temperature_K: \"300\"\n", "is a text; write the number without quotes");
}

TEST_CASE("a study with units, in lists, settings, grid and fit, is the study without them") {
  const auto study = [](const std::string& keys, const std::string& base) {
    const test::StudyFolder folder("base: case.yaml\n" + keys, base);
    io::StudyInput input = io::read_study(folder.study());
    return std::pair{input.identity, folder.without_folder(input.canonical)};
  };
  const auto with_units = study(
      "temperatures_K: [0 °C, 300]\n"
      "hypotheses: {a: {set: {interface.segregation_eV: 87 meV}, leave_out: {metal.hop.barrier_eV: "
      "[0.06]}}, b: }\n"
      "grid: {metal.hop.barrier_eV: [53 meV, 60 meV]}\n"
      "fit: {parameters: {interface.segregation_eV: [0, 120 meV]}, targets: {x: {E_A_eV: 140 "
      "meV}}}\n"
      "cell: {metal_um: [1 mm], area_cm2: 100 mm2}\n",
      test::base_case + "temperature_K: 20 °C\n");
  const auto without = study(
      "temperatures_K: [273.15, 300]\n"
      "hypotheses: {a: {set: {interface.segregation_eV: 0.087}, leave_out: {metal.hop.barrier_eV: "
      "[0.06]}}, b: }\n"
      "grid: {metal.hop.barrier_eV: [0.053, 0.06]}\n"
      "fit: {parameters: {interface.segregation_eV: [0, 0.12]}, targets: {x: {E_A_eV: 0.14}}}\n"
      "cell: {metal_um: [1000], area_cm2: 1}\n",
      test::base_case + "temperature_K: 293.15\n");
  CHECK(with_units.first == without.first);
  CHECK(with_units.second.find("0.053, 0.06") != std::string::npos);
  CHECK(with_units.second.find("meV") == std::string::npos);
}

TEST_CASE("a value of a grid that is there in another unit is there twice") {
  const test::StudyFolder folder(
      "base: case.yaml\ntemperatures_K: [300]\nhypotheses: {a: }\n"
      "grid: {metal.hop.barrier_eV: [0.053, 53 meV]}\n");
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_study(folder.study())),
                       doctest::Contains("listed twice"), InputError);
}
