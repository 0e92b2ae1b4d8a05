#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"
#include "io/input/run_input.hpp"
#include "tests/io/input/example_cases.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

io::RunInput parse(const std::string& text) { return io::parse_case(text, "c.yaml", "."); }

std::string case_refusal(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

void check_case_refused(const std::string& text, const std::string& message) {
  const std::string refused = case_refusal(text);
  CAPTURE(text);
  CAPTURE(refused);
  CHECK(refused.find(message) != std::string::npos);
}

const std::string current =
    "current: {constant: {j_mA_cm2: 1, time_s: 1}}\nonset: {primary: coverage}\n";

}  // namespace

TEST_CASE("the case of the design page is read into internal units") {
  const io::RunInput in = parse(test::example_cases[0]);
  const Case& c = in.values;
  CHECK(c.name == "bare");
  CHECK(in.seed == 1);
  CHECK(c.temperature == 300.0);
  CHECK(c.metal.normal == lattice::Normal::n110);
  CHECK(c.metal.cells == std::array<int, 2>{9, 7});  // 40 Å over 4.29 Å and 6.067 Å
  CHECK(c.metal.layers == 8);
  CHECK(c.metal.bond_nn1 == 0.06);
  CHECK(c.metal.hop.attempt_frequency == 1e13);
  REQUIRE(c.metal.surface.has_value());
  CHECK(c.metal.surface->hop.barrier == 0.03);
  CHECK(c.ceramic.injection.barrier == 0.14);
  CHECK(c.ceramic.segregation == 0.087);
  CHECK(std::holds_alternative<Sink>(c.far_side));
  const auto& ramp = std::get<Ramp>(c.current);
  CHECK(ramp.from == 2e5 * constants::mA_per_cm2);
  CHECK(ramp.to == 1e8 * constants::mA_per_cm2);
  CHECK(ramp.rate == 5e11 * constants::mA_per_cm2);
  CHECK(ramp.hold.has_value());
  CHECK(c.voltage.exchange_relative == 1.0);
  CHECK(in.trajectory.has_value());
  CHECK(in.checkpoint_every_s == 60.0);
}

TEST_CASE("the other kinds of key are read as well") {
  const Case second = parse(test::example_cases[1]).values;
  CHECK(second.name == "two words: a name");
  CHECK(second.metal.law == RateLaw::uphill);
  CHECK(second.initial.vacancy_fraction == 0.01);
  CHECK(second.ceramic.segregation ==
        doctest::Approx(segregation_from_adhesion(second.metal, 0.1)));
  CHECK(second.ceramic.strip == StripRule::bond);
  CHECK(std::get<Equilibrium>(second.far_side).reservoir.formation_energy == 0.3);
  CHECK(std::get<double>(std::get<Staircase>(second.current).hold) == 1e-6);
  CHECK_FALSE(second.voltage.exchange_relative.has_value());
  CHECK(second.voltage.exchange_density == 1000 * constants::mA_per_cm2);
  CHECK(second.onset.primary == Detector::cluster);
  CHECK(second.stop == Stop::all_onsets);
  CHECK(second.limits.events == 1000);
  CHECK(second.connectivity == lattice::Connectivity::nn1);
  const io::RunInput third = parse(test::example_cases[2]);
  CHECK(third.values.ceramic.segregation ==
        doctest::Approx(segregation_from_work(third.values.metal, 0.1 * constants::J_per_m2)));
  CHECK(std::get<Constant>(third.values.current).density == -1.5e4 * constants::mA_per_cm2);
  CHECK(third.values.paths);
  const Case fourth = parse(test::example_cases[3]).values;
  CHECK(std::get<Equilibrium>(fourth.far_side).reservoir.formation_energy ==
        formation_energy(fourth.metal));
  CHECK(std::get<Pulse>(fourth.current).cycles == 10);
  CHECK(fourth.sample_time == 1e-7);
}

TEST_CASE("lateral hops are the bulk's unless stated otherwise") {
  const Case c =
      parse(current + "metal: {hop: {barrier_eV: 0.1, attempt_frequency_Hz: 2e12}}\n").values;
  CHECK(c.ceramic.lateral.barrier == 0.1);
  CHECK(c.ceramic.lateral.attempt_frequency == 2e12);
  CHECK(
      parse(current + "interface: {lateral: {barrier_eV: 0.2}}\n").values.ceramic.lateral.barrier ==
      0.2);
}

TEST_CASE("the size in nanometres is rounded to whole cells of each normal") {
  const auto cells = [](const std::string& normal) {
    return parse(current + "metal: {lateral_nm: [12, 12], normal: " + normal + "}\n")
        .values.metal.cells;
  };
  CHECK(cells("110") == std::array<int, 2>{28, 20});  // 4.29 Å, 6.067 Å
  CHECK(cells("100") == std::array<int, 2>{28, 28});  // 4.29 Å, 4.29 Å
  CHECK(cells("111") == std::array<int, 2>{20, 11});  // 6.067 Å, 10.508 Å
}

TEST_CASE(
    "every problem of a file is reported at once, with line, column and the nearest valid key") {
  const std::string text = case_refusal(
      "seed: 1_000\ntemperature_K: -3\nmetal:\n  lattice_constant: 4.29\n  normal: 112\n  layers: "
      "16\n  layers: 17\n"
      "  bonds_eV: {nn1: .inf, nn2: \"0.06\"}\ninterface:\n  injection: 0.14\n  adhesion_eV: 0.1\n "
      " segregation_eV: "
      "0.1\n"
      "current: {constant: {j_mA_cm2: 3}}\ntrajectory: {paths: yes}\nvoltage: "
      "{exchange_activation_eV: 0.1}\nstop:\n");
  const std::vector<std::string> expected{
      "c.yaml:1:7: seed: '1_000' has its thousands set apart; write 1000",
      "c.yaml:2:16: temperature_K: '-3' is out of range; 0.001 to 100000 K",
      "c.yaml:4:3: metal.lattice_constant: unknown key; nearest valid key: "
      "metal.lattice_constant_A",
      "c.yaml:5:11: metal.normal: '112' is unknown; one of 110, 100, 111",
      "c.yaml:7:3: metal.layers: duplicate key, first given at 6:3",
      "c.yaml:8:19: metal.bonds_eV.nn1: '.inf' is not a number",
      "c.yaml:8:30: metal.bonds_eV.nn2: '0.06' is a text; write the number without quotes",
      "c.yaml:10:14: interface.injection: expected a map of keys, got '0.14'",
      "c.yaml:11:16: interface.adhesion_eV: excludes interface.segregation_eV, which is given at "
      "12:19",
      "c.yaml:13:21: current.constant: give one of monolayers, time_s; there is no default",
      "c.yaml:14:21: trajectory.paths: 'yes' is neither true nor false",
      "c.yaml:15:35: voltage.exchange_activation_eV: does nothing without "
      "voltage.exchange_current_mA_cm2",
      "stop: empty; give one of onset, all_onsets, end, or leave the key out for the default",
  };
  std::size_t at = 0;
  for (const std::string& line : expected) {
    CAPTURE(text);
    CAPTURE(line);
    const std::size_t found = text.find(line, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
}

TEST_CASE(
    "a sink behind thick metal is read in micrometres or layers, one of them, and beyond the "
    "explicit ones") {
  const auto thick = [](const std::string& keys) {
    return std::get<Thick>(parse(current + "far_side: {thick: {" + keys + "}}\n").values.far_side);
  };
  const Thick length = thick("thickness_um: 0.25"),
              layers = thick("layers: 1000, returns: at_once");
  CHECK(length.thickness == 2500);  // Å
  CHECK(length.layers == 0);
  CHECK(length.returns == Returns::in_time);
  CHECK(layers.layers == 1000);
  CHECK(layers.returns == Returns::at_once);
  CHECK_FALSE(length.far_end);
  CHECK(thick("layers: 1000, margin_layers: 9").margin == 9);
  const Thick reservoir = thick("layers: 1000, far_end: {equilibrium: {formation_energy_eV: 0.5}}");
  CHECK(reservoir.far_end.value().formation_energy == 0.5);
  const Case own = parse(current +
                         "metal: {bonds_eV: {nn1: 0.06, nn2: 0.06}}\nfar_side: {thick: {layers: "
                         "100, far_end: equilibrium}}\n")
                       .values;
  CHECK(beyond(own).reservoir.value().formation_energy == doctest::Approx(0.42));
  check_case_refused(current + "far_side: {thick: {layers: 100, margin_layers: 0}}\n",
                     "out of range");
  check_case_refused(current + "far_side: thick\n",
                     "far_side: thick: needs its thickness; write far_side: {thick:");
  check_case_refused(current + "far_side: {thick: {}}\n",
                     "far_side.thick: give one of thickness_um, layers");
  check_case_refused(current + "far_side: {thick: {layers: 100, thickness_um: 1}}\n",
                     "far_side.thick.layers: excludes");
  check_case_refused(
      current + "far_side: {thick: {layers: 100}, equilibrium: {formation_energy_eV: 1}}\n",
      "far_side.thick: excludes");
  check_case_refused(
      current + "far_side: {thick: {layers: 16}}\n",
      "far_side.thick: 16 layers (4.854 nm) from the ceramic to the sink are no more "
      "than the 16 explicit");
  check_case_refused(current + "far_side: {thick: {thickness_um: 0.002}}\n",
                     "are no more than the 16 explicit");
  check_case_refused(current + "far_side: {thick: {thickness_um: 0}}\n", "out of range");
  check_case_refused(current + "far_side: {thick: {layers: 100}}\nmetal: {layers: 3}\n",
                     "at least 4 explicit layers");
}

TEST_CASE("a ramp that chooses itself is read, and goes with no key that would do nothing") {
  const auto ramp = [](const std::string& keys) { return "current: {ramp: {" + keys + "}}\n"; };
  const auto charge = std::get<Ramp>(parse(ramp("auto: charge")).values.current);
  REQUIRE(charge.automatic.has_value());
  CHECK(charge.automatic->convention == RampConvention::charge);
  CHECK(charge.automatic->monolayers_per_e_fold == 25);
  CHECK(charge.hold.has_value());
  const auto fixed = std::get<Ramp>(
      parse(ramp("auto: fixed, reference_temperature_K: 280, monolayers_per_e_fold: 9, hold: none"))
          .values.current);
  REQUIRE(fixed.automatic.has_value());
  CHECK(fixed.automatic->convention == RampConvention::fixed);
  CHECK(fixed.automatic->reference_temperature == 280);
  CHECK(fixed.automatic->monolayers_per_e_fold == 9);
  CHECK_FALSE(fixed.hold.has_value());

  check_case_refused(
      ramp("auto: charge, from_mA_cm2: 1, to_mA_cm2: 2, rate_mA_cm2_per_s: 3"),
      "current.ramp.auto: excludes current.ramp.from_mA_cm2, which is given at 1:45; "
      "keep one of the two");
  check_case_refused(ramp("auto: charge, to_mA_cm2: 2"),
                     "current.ramp.to_mA_cm2: excludes current.ramp.auto");
  check_case_refused(
      ramp("auto: charge, reference_temperature_K: 280"),
      "current.ramp.reference_temperature_K: does nothing without current.ramp.auto: fixed");
  check_case_refused(
      ramp("from_mA_cm2: 1, to_mA_cm2: 2, rate_mA_cm2_per_s: 3, monolayers_per_e_fold: 9"),
      "current.ramp.monolayers_per_e_fold: excludes current.ramp.from_mA_cm2");
  check_case_refused(ramp("from_mA_cm2: 1, to_mA_cm2: 2"),
                     "current.ramp.rate_mA_cm2_per_s: missing");
  check_case_refused(ramp("hold: none"),
                     "current.ramp: give one of from_mA_cm2, auto; there is no default");
  check_case_refused(ramp("to_mA_cm2: 2"),
                     "current.ramp.to_mA_cm2: does nothing without current.ramp.from_mA_cm2");
  check_case_refused(ramp("auto: never, monolayers_per_e_fold: 9"),
                     "current.ramp.auto: 'never' is unknown; one of charge, fixed");
}

TEST_CASE("the search for a growth threshold is read, and needs a void") {
  const std::string growth =
      "onset: {primary: growth, growth: {confidence: 0.9, resolution: 0.1, max_trials: 9}}\n";
  const std::string constant = "current: {constant: {j_mA_cm2: 1, time_s: 1}}\n";
  const Case c =
      parse(constant + growth + "initial: {void_vacancies: 20}\nlimits: {void_below: 7}\n").values;
  CHECK(c.onset.primary == Detector::growth);
  CHECK(c.onset.growth.confidence == 0.9);
  CHECK(c.onset.growth.resolution == 0.1);
  CHECK(c.onset.growth.max_trials == 9);
  CHECK(c.limits.void_below == 7);
  check_case_refused(constant + growth, "set initial.void_vacancies to at least 10");
}

TEST_CASE("values must be of their type") {
  check_case_refused("[1, 2]\n", "c.yaml:1:1: a case is a map of keys, not a list");
  check_case_refused(current + "metal: 5\n", "metal: expected a map of keys, got '5'");
  check_case_refused(current + "metal: {lateral_nm: 12}\n",
                     "metal.lateral_nm: expected a list of two numbers");
  check_case_refused(current + "metal: {lateral_cells: [1, 2, 3]}\n",
                     "metal.lateral_cells: expected a list of two whole numbers");
  check_case_refused(current + "metal: {lateral_cells: [10, [1]]}\n",
                     "metal.lateral_cells: expected a list of two whole numbers");
  check_case_refused(current + "metal: {surface: yes}\n",
                     "metal.surface: 'yes' is unknown; a map of keys, or none");
  check_case_refused(current + "name: \"a\\nb\"\n", "name: holds control characters");
  check_case_refused(current + "name: {a: 1}\n", "name: expected a text, got a map of keys");
  check_case_refused(current + "interface: {work_of_adhesion_J_m2: 100}\n",
                     "makes a segregation energy of -");
  check_case_refused(current + "far_side:\n",
                     "far_side: empty; give a map of keys, or one of sink, closed, equilibrium");
}

TEST_CASE("a box beyond all memory is refused before anything is made") {
  check_case_refused(current + "metal: {lateral_cells: [65535, 65535], layers: 65535}\n",
                     "sites (up to ");
  check_case_refused(current + "metal: {lateral_nm: [0.1, 12]}\n",
                     "metal.lateral_nm: makes 0 cells");
  check_case_refused(current + "metal: {lateral_nm: [99999, 12]}\n", "2 to 65535 are possible");
}

TEST_CASE("temperatures, sizes and rates from which nothing can be computed are refused") {
  for (const char* temperature : {"1e300", "1e-300", "0", "-300"})
    check_case_refused(current + "temperature_K: " + temperature + "\n",
                       "out of range; 0.001 to 100000 K");
  for (const char* temperature : {".nan", "-.inf"})
    check_case_refused(current + "temperature_K: " + temperature + "\n", "is not a number");
  check_case_refused(current + "temperature_K: 1e400\n", "beyond what a double can hold");
  check_case_refused(current + "temperature_K: 0.001\n", "rates vanish in double precision");
  check_case_refused(current + "metal: {lateral_cells: [1, 1], layers: 1}\n",
                     "metal.layers: '1' is out of range");
  check_case_refused(current + "metal: {lateral_cells: [2, 2], layers: 2}\n",
                     "would meet the same neighbour twice");
  check_case_refused(current + "metal: {lateral_cells: [32768, 32768], layers: 2}\n",
                     "2147483647 that can be numbered");
  check_case_refused(
      "current: {constant: {j_mA_cm2: 1e300, time_s: 1}}\nonset: {primary: coverage}\n",
      "out of range");
  check_case_refused(
      "current: {constant: {j_mA_cm2: 1, time_s: 1e300}}\nonset: {primary: coverage}\n",
      "out of range");
}

TEST_CASE("combinations that cannot run are refused with file, line and key") {
  check_case_refused(current + "interface: {injection: {barrier_eV: 0.05}, segregation_eV: 0.1}\n",
                     "c.yaml:3:25: interface.injection.barrier_eV: the injection barrier of 0.05");
}

TEST_CASE("files are found beside the case, and their mistakes are located in both") {
  const test::TemporaryDirectory directory;
  test::put(directory / "j.csv", "time_s,j_mA_cm2\n0,1e5\n1e-6,2e5\n");
  test::put(directory / "s.csv", "i,j,k\n0,0,0\n1,2,1\n");
  const std::string text =
      "current: {file: j.csv}\ninitial: {file: s.csv}\nonset: {primary: coverage}\n";
  test::put(directory / "c.yaml", text);
  const io::RunInput in = io::read_case(directory / "c.yaml");
  CHECK(std::get<Tabulated>(in.values.current).points.size() == 2);
  CHECK(in.values.initial.sites.size() == 2);
  CHECK(in.current_file == (directory / "j.csv").string());
  test::put(directory / "j.csv", "time_s,j_mA_cm2\n0,1e5\n0,2e5\n");
  CHECK_THROWS_WITH_AS(io::read_case(directory / "c.yaml"),
                       doctest::Contains("c.yaml:1:17: current.file: "), InputError);
  CHECK_THROWS_WITH_AS(io::read_case(directory / "c.yaml"),
                       doctest::Contains("j.csv:3: time_s: times must rise"), InputError);
  CHECK_THROWS_WITH_AS(io::read_case(directory / "none.yaml"),
                       doctest::Contains("the case does not exist"), InputError);
}

TEST_CASE("a seed given apart replaces the file's") {
  CHECK(io::parse_case(test::example_cases[0], "c", ".", {}, 77).seed == 77);
  CHECK(io::parse_case(test::example_cases[0], "c", ".", {}, 77).canonical.find("seed: 77\n") !=
        std::string::npos);
}

TEST_CASE("the fingerprint sees every change that matters and none that does not") {
  const auto of = [](const std::string& text, std::vector<std::string> settings = {}) {
    return io::fingerprint(io::parse_case(text, "c", ".", settings));
  };
  const std::string text = test::example_cases[0];
  const std::uint64_t original = of(text);
  CHECK(of("# a comment\n" + text) == original);
  CHECK(of(text, {"checkpoint.every_s=1"}) == original);
  CHECK(of(text, {"metal.lateral_cells=[9, 7]"}) == original);  // what 4 nm are
  CHECK(of(text, {"seed=2"}) != original);
  CHECK(of(text, {"temperature_K=300.0000001"}) != original);
  CHECK(of(text, {"trajectory=none"}) != original);
}

TEST_CASE("the fingerprint covers what a named file holds, not where it lies") {
  const test::TemporaryDirectory one, two;
  const std::string text = "current: {file: j.csv}\nonset: {primary: coverage}\n";
  test::put(one / "j.csv", "time_s,j_mA_cm2\n0,1e5\n1e-6,2e5\n");
  test::put(two / "j.csv", "time_s,j_mA_cm2\r\n0,100000\r\n1e-6,2e5\r\n");
  const auto of = [&](const test::TemporaryDirectory& place) {
    return io::fingerprint(io::parse_case(text, "c", place.path()));
  };
  const std::uint64_t original = of(one);
  CHECK(of(two) == original);
  test::put(one / "j.csv", "time_s,j_mA_cm2\n0,1e5\n1e-6,3e5\n");
  CHECK(of(one) != original);
}

TEST_CASE("slips of a first case are called what they are") {
  const std::string rest = "metal: {lateral_cells: [4, 3], layers: 4}\n" + current;
  check_case_refused("temperature_K: 300,5\n" + rest,
                     "c.yaml:1:16: temperature_K: '300,5' has a decimal comma; write 300.5");
  check_case_refused("temperature_K: 300,5 K\n" + rest, "has a decimal comma; write 300.5 K");
  for (const char* thousands : {"1 000 000", "1,000,000", "1'000'000",
                                "1\xC2\xA0"
                                "000\xC2\xA0"
                                "000"})
    check_case_refused("limits:\n  events: " + std::string(thousands) + "\n" + rest,
                       "has its thousands set apart; write 1000000");
  check_case_refused("limits:\n  events: 1,000\n" + rest,
                     "has its thousands set apart; write 1000");
  check_case_refused("temperature_K: 300\xC2\xA0\n" + rest, "a blank that is not the keyboard's");
  check_case_refused("Seed: 1\n" + rest,
                     "c.yaml:1:1: Seed: unknown key; upper and lower case differ: seed");
  check_case_refused(rest + "temperature_K 300\n",
                     "no colon after the key; write temperature_K: 300");
  check_case_refused("base: case.yaml\nhypotheses: {}\n",
                     "c.yaml is a study, not a case: lacuna study c.yaml");
  const std::vector<std::string> settings{"Metal.Layers=4"};
  CHECK_THROWS_WITH_AS(static_cast<void>(io::parse_case(rest, "c.yaml", ".", settings)),
                       doctest::Contains("upper and lower case differ: metal.layers"), InputError);
}

TEST_CASE("what is wrong with keys together is said at the line of the key it is about") {
  const std::string metal = "metal: {lateral_cells: [4, 3], layers: 4}\n";
  check_case_refused(metal +
                         "current:\n  ramp: {from_mA_cm2: 1.0e+9, to_mA_cm2: 1.0e+7, "
                         "rate_mA_cm2_per_s: 1.0e+12}\n",
                     "c.yaml:3:3: current.ramp: its end lies below its start");
  check_case_refused(metal + "current:\n  constant: {j_mA_cm2: 1, time_s: 1}\n",
                     "c.yaml: onset.primary: the voltage detector");
  check_case_refused(
      metal + "onset:\n  primary: growth\n" + "current: {constant: {j_mA_cm2: 1, time_s: 1}}\n",
      "c.yaml:3:3: onset.primary: growth");
}

TEST_CASE("a metal's preset sets its numbers, each of which may be given as well") {
  const std::string rest = "current: {constant: {j_mA_cm2: 1, time_s: 1}}\nstop: end\n";
  const auto metal = [&](const std::string& keys) {
    return io::parse_case("metal: {" + keys + "}\n" + rest, "c", ".");
  };
  const io::RunInput potassium = metal("preset: K");
  CHECK(potassium.values.metal.lattice_constant == 5.33);
  CHECK(potassium.values.metal.hop.barrier == 0.066);
  CHECK(potassium.values.metal.bond_nn1 == 0.0486);
  CHECK(potassium.values.metal.bond_nn2 == 0.0486);
  CHECK(potassium.values.metal.vacancy_entropy == 2.0);
  CHECK(metal("hop: {barrier_eV: 0.07}, preset: K").values.metal.hop.barrier == 0.07);
  CHECK(metal("preset: Li, lattice_constant_A: 3.5").values.metal.lattice_constant == 3.5);
  const auto plain = metal("preset: Na, bonds_eV: {nn1: 0, nn2: 0}, vacancy_entropy_k: 0");
  CHECK(plain.canonical == metal("lattice_constant_A: 4.29").canonical);
  CHECK_THROWS_WITH_AS(static_cast<void>(metal("preset: Rb")),
                       doctest::Contains("metal.preset: 'Rb' is unknown; one of Na, K, Li"),
                       InputError);
}

TEST_CASE("a preset is recorded as its numbers, which the table has no part in any more") {
  const std::string canonical =
      io::parse_case(
          "metal: {preset: Na}\ncurrent: {constant: {j_mA_cm2: 1, time_s: 1}}\nstop: end\n", "c",
          ".")
          .canonical;
  CHECK(canonical.find("preset") == std::string::npos);
  CHECK(canonical.find("lattice_constant_A: 4.29\n") != std::string::npos);
  CHECK(canonical.find("vacancy_entropy_k: 5.8\n") != std::string::npos);
  CHECK(io::parse_case(canonical, "c", ".").canonical == canonical);
  CHECK(io::starting_case().find("# preset: ...") != std::string::npos);
}

TEST_CASE("a path of keys in a file is told to be nested, with what to write") {
  check_case_refused(current + "metal.layers: 6\n",
                     "metal.layers: a file has its keys in sections; write it nested: metal: "
                     "{layers: 6}");
  check_case_refused(current + "metal: {bonds_eV.nn1: 0.06}\n",
                     "write it nested: bonds_eV: {nn1: 0.06}");
}

TEST_CASE("numbers in brackets may have a decimal comma no more than others") {
  check_case_refused(current + "interface: {injection: {barrier_eV: 0,14}}\n",
                     "interface.injection.barrier_eV: '0,14' has a decimal comma; write 0.14");
}

TEST_CASE("a list of a wrong length is told with its own, and a word alone as such") {
  check_case_refused(current + "metal: {lateral_nm: [5, 5, 5]}\n", "got a list of 3");
  check_case_refused(current + "metal: {sinks: yes}\n", "a map of keys, or none");
}

TEST_CASE("an empty file is told as one") {
  check_case_refused("", "is empty; lacuna init case");
  check_case_refused("# only a comment\n", "is empty; lacuna init case");
}

TEST_CASE("the nearest key is sought in the section first") {
  check_case_refused(current + "metal: {lateral: [8, 6]}\n",
                     "nearest valid keys: metal.lateral_nm, metal.lateral_cells");
  check_case_refused(current + "far_side: {thick: {thickness_nm: 200}}\n",
                     "nearest valid key: far_side.thick.thickness_um");
  check_case_refused(current + "interface: {barrier_eV: 0.14}\n",
                     "nearest valid key: interface.injection.barrier_eV");
  check_case_refused(current + "metal: {seed: 1}\n", "nearest valid key: seed");
}

TEST_CASE("a section whose only key has no colon is told so") {
  check_case_refused(current + "metal:\n  layers 6\n",
                     "metal: no colon after the key; write layers: 6");
  check_case_refused(current + "metal:\n  layers = 6\n",
                     "metal: no colon after the key; write layers: 6");
  check_case_refused(current + "metal: layer 6\n", "expected a map of keys, got 'layer 6'");
}
