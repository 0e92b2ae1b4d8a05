#include "io/input/settings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "tests/io/input/example_cases.hpp"

using namespace lacuna;
using Settings = std::vector<std::string>;

namespace {

io::RunInput case_with(const Settings& settings) {
  return io::parse_case(test::example_cases[0], "case.yaml", ".", settings);
}

void check_refused(const Settings& settings, const std::string& message) {
  CHECK_THROWS_WITH_AS(case_with(settings), doctest::Contains(message.c_str()), InputError);
}

}  // namespace

TEST_CASE("a setting replaces a value, and makes the sections on its way") {
  CHECK(case_with({"metal.layers=12"}).values.metal.layers == 12);
  CHECK(case_with({"metal.layers=12", "metal.layers=13"}).values.metal.layers == 13);
  CHECK(case_with({"limits.events=7"}).values.limits.events == 7);
  CHECK(case_with({"metal.lateral_nm=[3, 3]"}).values.metal.cells == std::array<int, 2>{7, 5});
  CHECK(case_with({"metal.bonds_eV={nn1: 0.01}"}).values.metal.bond_nn2 == 0.0);
  CHECK(case_with({"name=x"}).values.name == "x");
  CHECK(case_with({"name=\"a=b\""}).values.name == "a=b");
}

TEST_CASE("a setting removes what excludes it") {
  CHECK(case_with({"metal.lateral_cells=[8, 9]"}).values.metal.cells == std::array<int, 2>{8, 9});
  CHECK(case_with({"interface.adhesion_eV=0.24"}).values.ceramic.segregation ==
        doctest::Approx(0.0));
  const auto constant =
      case_with({"current.constant={j_mA_cm2: 5, time_s: 1}", "onset.primary=coverage"});
  CHECK(std::holds_alternative<interface::Constant>(constant.values.current));
  const auto longer = case_with({"current.constant={j_mA_cm2: 5, time_s: 1}",
                                 "current.constant.monolayers=2", "onset.primary=coverage"});
  CHECK(std::get<interface::Constant>(longer.values.current).monolayers == 2.0);
  CHECK(std::get<interface::Constant>(longer.values.current).time == 0.0);
  CHECK(case_with({"initial.vacancy_fraction=0.1"}).values.initial.vacancy_fraction == 0.1);
  CHECK_FALSE(case_with({"voltage.exchange_current_mA_cm2=3"})
                  .values.voltage.exchange_relative.has_value());
  // What only the removed key needs goes with it.
  CHECK(case_with({"voltage.exchange_current_mA_cm2=3", "voltage.exchange_activation_eV=0.1",
                   "voltage.exchange_current_relative=3"})
            .values.voltage.exchange_relative == 3.0);
}

TEST_CASE("a setting of one side of a ramp removes the other side wholly, in any order") {
  const auto ramp = [](const Settings& settings) {
    return std::get<interface::Ramp>(case_with(settings).values.current);
  };
  CHECK(ramp({"current.ramp.auto=charge"}).automatic.has_value());
  CHECK(ramp({"current.ramp.monolayers_per_e_fold=9", "current.ramp.auto=charge"})
            .automatic->monolayers_per_e_fold == 9);
  const auto stated = ramp({"current.ramp.auto=fixed", "current.ramp.reference_temperature_K=280",
                            "current.ramp.rate_mA_cm2_per_s=3", "current.ramp.to_mA_cm2=2",
                            "current.ramp.from_mA_cm2=1"});
  CHECK_FALSE(stated.automatic.has_value());
  CHECK(stated.to > stated.from);
  check_refused({"current.ramp.auto=charge", "current.ramp.rate_mA_cm2_per_s=3"},
                "current.ramp: give one of from_mA_cm2, auto");
}

TEST_CASE("a setting turns a word into a section and back") {
  CHECK_FALSE(case_with({"trajectory=none"}).trajectory.has_value());
  CHECK(case_with({"trajectory=none", "trajectory.paths=true"}).values.paths);
  CHECK(case_with({"metal.surface=none", "metal.surface.min_vacant=5"})
            .values.metal.surface->min_vacant == 5);
  CHECK_FALSE(std::get<interface::Ramp>(case_with({"current.ramp.hold=none"}).values.current)
                  .hold.has_value());
  const auto far_side = case_with({"far_side.equilibrium.formation_energy_eV=0.5"}).values.far_side;
  CHECK(std::get<interface::Equilibrium>(far_side).reservoir.formation_energy == 0.5);
  CHECK(std::holds_alternative<interface::Closed>(
      case_with({"far_side.equilibrium.formation_energy_eV=0.5", "far_side=closed"})
          .values.far_side));
  const auto thick = std::get<interface::Thick>(
      case_with({"far_side.equilibrium.formation_energy_eV=0.5", "far_side.thick.thickness_um=3",
                 "far_side.thick.layers=99"})
          .values.far_side);
  CHECK(thick.thickness == 0);
  CHECK(thick.layers == 99);
}

TEST_CASE("wrong settings are named in the message") {
  check_refused({"metal.layer=3"},
                "--set metal.layer: unknown key; nearest valid key: metal.layers");
  check_refused({"layers=3"}, "--set layers: unknown key; nearest valid key: metal.layers");
  check_refused({"metal.layers"}, "--set metal.layers: no value; write key.path=value");
  check_refused({"metal.layers="}, "--set metal.layers: empty; give a whole number");
  check_refused({"metal.layers=0x10"}, "--set metal.layers: '0x10' is not a whole number");
  check_refused({"metal.layers=[3"}, "--set metal.layers: cannot read '[3'");
  check_refused({"name=@x"},
                "--set name: cannot read '@x': not valid YAML: no text can begin with");
  check_refused({"metal.layers.x=3"},
                "--set metal.layers.x: no such key: metal.layers holds a value");
  check_refused({"=3"}, "--set : unknown key");
  check_refused({"metal..layers=3"}, "--set metal..layers: unknown key");
  check_refused({"metal={layer: 3}"}, "--set metal: metal.layer: unknown key");
  check_refused({"far_side=thick"}, "--set far_side: thick: needs its thickness");
  check_refused(
      {"current.constant.j_mA_cm2=3"},
      "--set current.constant.j_mA_cm2: current.constant: give one of monolayers, time_s");
}

TEST_CASE("problems of the file and of the settings are reported together") {
  try {
    static_cast<void>(
        io::parse_case("temperature_K: -1\ncurrent: {}\n", "case.yaml", ".", Settings{"seed=x"}));
    FAIL("accepted");
  } catch (const InputError& error) {
    const std::string text = error.what();
    CHECK(text.find("case.yaml:1:16: temperature_K: '-1' is out of range") != std::string::npos);
    CHECK(text.find("case.yaml:2:10: current: give one of ramp, staircase, constant, pulse, cycle, "
                    "file") != std::string::npos);
    CHECK(text.find("--set seed: 'x' is not a whole number") != std::string::npos);
  }
}

TEST_CASE(
    "a setting undoes another of the same key, of a section around it, or of an alternative") {
  const auto undoes = [](const char* second, const char* first) {
    return io::undoes(io::case_keys(), second, first);
  };
  CHECK(undoes("metal.layers", "metal.layers"));
  CHECK(undoes("interface.injection", "interface.injection.barrier_eV"));
  CHECK_FALSE(undoes("interface.injection.barrier_eV", "interface.injection"));
  CHECK(undoes("interface.adhesion_eV", "interface.segregation_eV"));
  CHECK(undoes("current.constant.j_mA_cm2", "current.ramp.from_mA_cm2"));
  CHECK_FALSE(undoes("metal.layers", "metal.normal"));
  CHECK_FALSE(undoes("metal.layers", "interface.strip"));
  CHECK_FALSE(undoes("metal.nothing", "metal.layers"));
}

TEST_CASE("a metal that is set takes the place of the numbers of another, for which it stands") {
  const std::string rest = "current: {constant: {j_mA_cm2: 1, time_s: 1}}\nstop: end\n";
  const std::string own =
      "metal: {lattice_constant_A: 5, hop: {barrier_eV: 0.06, attempt_frequency_Hz: 1.0e+12}, "
      "bonds_eV: {nn1: 0.01, nn2: 0.02}, vacancy_entropy_k: 1, layers: 9}\n" +
      rest;
  for (const std::string symbol : {"Na", "K", "Li"}) {
    const Settings metal{"metal.preset=" + symbol};
    const std::string plain = "metal: {preset: " + symbol + ", layers: 9}\n" + rest;
    CHECK(io::parse_case(own, "c", ".", metal).canonical ==
          io::parse_case(plain, "c", ".").canonical);
    // what is set after it is beside it
    CHECK(io::parse_case(own, "c", ".", Settings{metal[0], "metal.hop.barrier_eV=0.07"})
              .values.metal.hop.barrier == 0.07);
    CHECK(
        io::parse_case(own, "c", ".", Settings{"metal.hop.barrier_eV=0.07", metal[0]}).canonical ==
        io::parse_case(plain, "c", ".").canonical);
  }
  // beside one another in a file a number still stands
  CHECK(io::parse_case("metal: {preset: K, lattice_constant_A: 5}\n" + rest, "c", ".")
            .values.metal.lattice_constant == 5.0);
  CHECK(io::undoes(io::case_keys(), "metal.preset", "metal.bonds_eV.nn1"));
  CHECK_FALSE(io::undoes(io::case_keys(), "metal.preset", "metal.layers"));
}

TEST_CASE("relative paths of files are made to start at a folder, however deep they stand") {
  io::yaml::Node node = io::yaml::parse("{hop: {table: a/b.csv}, layers: 8}", "");
  io::settle(node, io::case_keys(), "metal", "/data");
  CHECK(io::yaml::one_line(node) == "{hop: {table: /data/a/b.csv}, layers: 8}");
  io::yaml::Node absolute = io::yaml::parse("/other/c.csv", "");
  io::settle(absolute, io::case_keys(), "current.file", "/data");
  CHECK(absolute.text == "/other/c.csv");
}

TEST_CASE("a setting that nearly is one is told what to write") {
  check_refused({"base.metal.layers=8"}, "a case has no base; write metal.layers");
  check_refused({"metal.layers = 8"}, "a blank stands before the =");
  check_refused({"metal={layers: 8"}, "{ is opened here and not closed");
  check_refused({"interface.injection={barrier_eV: 0,14}"}, "has a decimal comma; write 0.14");
}
