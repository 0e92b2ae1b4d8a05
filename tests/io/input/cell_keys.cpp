#include "io/input/cell_keys.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "io/input/study_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/example_studies.hpp"

using namespace lacuna;
using namespace lacuna::io;
using lacuna::test::put;
using lacuna::test::StudyFolder;

namespace {

constexpr double mA = constants::mA_per_cm2;
const std::string plain = "base: case.yaml\ntemperatures_K: [250, 300]\nhypotheses: {one: {}}\n";

StudyInput study_of(const std::string& cell) {
  const StudyFolder folder(plain + cell);
  put(folder.path() / "course.csv", "time_h,current_mA_cm2\n0,0\n2,1.5\n");
  return read_study(folder.study());
}

std::string cell_refusal(const std::string& cell, const std::string& course = "") {
  const StudyFolder folder(plain + cell);
  put(folder.path() / "course.csv", course);
  try {
    static_cast<void>(read_study(folder.study()));
  } catch (const InputError& problem) {
    return folder.without_folder(problem.what());
  }
  return "nothing was refused";
}

void check_cell_refused(const std::string& cell, const std::string& message) {
  const std::string said = cell_refusal(cell);
  CHECK_MESSAGE(said.find(message) != std::string::npos, said);
}

}  // namespace

TEST_CASE("a study has no cell unless it says so, and `cell: {}` is one with every default") {
  CHECK_FALSE(study_of("").plan.cell.has_value());
  CHECK_FALSE(study_of("cell: none\n").plan.cell.has_value());
  const auto cell = study_of("cell: {}\n").plan.cell;
  REQUIRE(cell.has_value());
  CHECK(cell->design.area == 1e16);
  CHECK(cell->thicknesses == std::vector<double>{2e6});
  CHECK(cell->design.far_end == cell::FarEnd::equilibrium);
  const auto& stairs = std::get<cell::Staircase>(cell->design.protocol);
  CHECK(stairs.from == doctest::Approx(0.01 * mA));
  CHECK(stairs.factor == 1.1);
  CHECK(stairs.hold == 3600);
  CHECK(cell->design.contact_loss == 0.2);
  CHECK(cell->design.births);
  CHECK_FALSE(cell->design.transient);
  CHECK_FALSE(cell->design.flaws.has_value());
  CHECK_FALSE(cell->sampling.largest.has_value());
  CHECK_FALSE(cell->sampling.moves.has_value());
  CHECK(cell->prior.draws == 128);
  CHECK(cell->prior.formation_energy == 0.03);
}

TEST_CASE("a cell is read in the units of a laboratory") {
  const auto cell = study_of(R"(cell:
  area_cm2: 0.5
  metal_um: [200, 20.5]
  far_end: sink
  protocol: {staircase: {from_mA_cm2: 0.1, to_mA_cm2: 5, factor: 1.2, hold_h: 2}}
  flaws: {radius_nm: 30, per_cm2: 1.0e+4}
  contact_loss: 0.05
  births: false
  transient: true
  sampling: {largest: 60, moves: 1000000}
  uncertainty: {draws: 16, formation_energy_eV: 0.01, vacancy_entropy_k: 0, correlation: -0.5,
                attempt_frequency_factor: 2, bond_ratio_factor: 1}
)")
                        .plan.cell.value();
  CHECK(cell.design.area == doctest::Approx(0.5e16));
  REQUIRE(cell.thicknesses.size() == 2);
  CHECK(cell.thicknesses[0] == doctest::Approx(20.5e4));  // rising
  CHECK(cell.thicknesses[1] == doctest::Approx(200e4));
  CHECK(cell.design.far_end == cell::FarEnd::sink);
  const auto& stairs = std::get<cell::Staircase>(cell.design.protocol);
  CHECK(stairs.to == doctest::Approx(5 * mA));
  CHECK(stairs.hold == 7200);
  CHECK(cell.design.flaws->radius == doctest::Approx(300));
  CHECK(cell.design.flaws->density == doctest::Approx(1e-12));
  CHECK(cell.design.contact_loss == 0.05);
  CHECK_FALSE(cell.design.births);
  CHECK(cell.design.transient);
  CHECK(cell.sampling.largest == 60);
  CHECK(cell.sampling.moves == 1'000'000);
  CHECK(cell.prior.draws == 16);
  CHECK(cell.prior.formation_energy == 0.01);
  CHECK(cell.prior.vacancy_entropy == 0);
  CHECK(cell.prior.correlation == -0.5);
  CHECK(cell.prior.attempt_frequency == 2);
  CHECK(cell.prior.bond_ratio == 1);
  CHECK(study_of("cell: {metal_um: 10}\n").plan.cell->thicknesses.size() == 1);
}

TEST_CASE("a ramp and a table are courses too") {
  const auto ramp = std::get<cell::Ramp>(
      study_of("cell: {protocol: {ramp: {to_mA_cm2: 4, rate_mA_cm2_per_h: 0.5}}}\n")
          .plan.cell->design.protocol);
  CHECK(ramp.from == 0);
  CHECK(ramp.to == doctest::Approx(4 * mA));
  CHECK(ramp.rate == doctest::Approx(0.5 * mA / 3600));
  const auto table = std::get<cell::Tabulated>(
      study_of("cell: {protocol: {file: course.csv}}\n").plan.cell->design.protocol);
  REQUIRE(table.points.size() == 2);
  CHECK(table.points[1].first == 7200);
  CHECK(table.points[1].second == doctest::Approx(1.5 * mA));
}

TEST_CASE("what is wrong with a cell is told with its place and its key") {
  check_cell_refused("cell: {area_cm2: 0}\n",
                     "study.yaml:4:18: cell.area_cm2: '0' is out of range");
  check_cell_refused("cell: {metal_um: thin}\n", "study.yaml:4:18: cell.metal_um: 'thin'");
  check_cell_refused("cell: {metal_um: [20, 0]}\n",
                     "cell.metal_um: '0' is out of range; 0.01 to 10000");
  check_cell_refused("cell: {metal_um: []}\n", "a number, or a list of numbers");
  check_cell_refused("cell: {metal_um: [20, 20]}\n", "cell.metal_um: a thickness is listed twice");
  check_cell_refused("cell: {far_end: wall}\n", "one of equilibrium, sink");
  check_cell_refused(
      "cell: {contact_loss: 1}\n",
      "study.yaml:4:22: cell.contact_loss: '1' is out of range; above 0, at most 0.999");
  check_cell_refused("cell: {aera_cm2: 1}\n",
                     "cell.aera_cm2: unknown key; nearest valid key: cell.area");
  for (const char* cell : {"cell: {flaws: {radius_nm: 3}}\n", "cell: {flaws: {per_cm2: 1}}\n"}) {
    const std::string said = cell_refusal(cell);
    CHECK(said.find(": missing") != std::string::npos);
    CHECK_MESSAGE(said.find("positive") == std::string::npos, said);  // it has no value at all
  }
  check_cell_refused("cell: {births: false}\n",
                     "study.yaml:4:8: cell.births: without births and without flaws");
  check_cell_refused(
      "cell:\n  sinks: {}\n",
      "study.yaml:5:3: cell.sinks: give dislocations_per_cm2, grain_size_um or both");
  check_cell_refused("cell:\n  sinks:\n    grain_size_um: 0.0001\n",
                     "study.yaml:6:5: cell.sinks.grain_size_um: grains of 0.1 nm");
  check_cell_refused("cell:\n  flaws:\n    radius_nm: 1.0e+6\n    per_cm2: 0.5\n",
                     "study.yaml:7:5: cell.flaws.per_cm2: 0.5 flaws");
  check_cell_refused("cell:\n  flaws: {radius_nm: 1.0e+6, per_cm2: 31}\n",
                     "study.yaml:5:3: cell.flaws: they cover 62.2 % of the interface");
  check_cell_refused(
      "cell:\n  protocol: {staircase: {from_mA_cm2: 10, to_mA_cm2: 1}}\n",
      "study.yaml:5:43: cell.protocol.staircase.to_mA_cm2: 1 mA/cm2 is below the first current");
  check_cell_refused("cell: {protocol: {ramp: {to_mA_cm2: 3}}}\n", "rate_mA_cm2_per_h: missing");
  check_cell_refused(
      "cell: {protocol: {ramp: {from_mA_cm2: 5, to_mA_cm2: 3, rate_mA_cm2_per_h: 1}}}\n",
      "study.yaml:4:42: cell.protocol.ramp.to_mA_cm2: 3 mA/cm2 is not above the 5 mA/cm2");
  check_cell_refused(
      "cell: {protocol: {staircase: {}, ramp: {to_mA_cm2: 3, rate_mA_cm2_per_h: 1}}}\n",
      "cell.protocol.ramp: excludes cell.protocol.staircase");
  check_cell_refused("cell: {protocol: {file: nowhere.csv}}\n", "nowhere.csv");
  check_cell_refused("cell: {uncertainty: {correlation: 2}}\n",
                     "cell.uncertainty.correlation: '2'");
  check_cell_refused("cell: {uncertainty: {attempt_frequency_factor: 0.5}}\n",
                     "cell.uncertainty.attempt_frequency_factor: '0.5' is out of range");
  check_cell_refused("cell: large\n", "cell: 'large' is unknown");
}

TEST_CASE("the table of a course is refused with its line") {
  const std::string cell = "cell: {protocol: {file: course.csv}}\n",
                    head = "time_h,current_mA_cm2\n";
  const auto says = [&](const std::string& rows, const std::string& message) {
    const std::string said = cell_refusal(cell, head + rows);
    CHECK_MESSAGE(said.find(message) != std::string::npos, said);
  };
  says("1,1\n2,2\n", "course.csv:2: time_h: the first time must be 0");
  says("0,1\n0,2\n", "course.csv:3: time_h: times must rise");
  says("0,1\n1,-2\n", "course.csv:3: current_mA_cm2");
  says("0,1\n", "at least two rows");
  CHECK(cell_refusal(cell, "t,j\n0,1\n").find("time_h,current_mA_cm2") != std::string::npos);
}

TEST_CASE("the cell is no part of what runs depend on, and all of what cells do") {
  const StudyInput without = study_of(""), one = study_of("cell: {}\n"),
                   other = study_of("cell: {metal_um: 20}\n");
  CHECK(without.identity == one.identity);
  CHECK(one.identity == other.identity);
  CHECK(without.cell_identity == 0);
  CHECK(one.cell_identity != other.cell_identity);
  CHECK(one.cell_identity == study_of("cell: {area_cm2: 1}\n").cell_identity);
  const StudyFolder warmer(
      "base: case.yaml\ntemperatures_K: [250, 310]\nhypotheses: {one: {}}\ncell: {}\n");
  CHECK(read_study(warmer.study()).cell_identity != one.cell_identity);
}

TEST_CASE(
    "a fit at the cell varies its case and its flaws, and its prior leaves out what is fitted") {
  const StudyInput study = study_of(
      "cell:\n  flaws: {radius_nm: 100, per_cm2: 1000}\n"
      "  fit:\n    parameters: {metal.vacancy_entropy_k: [0, 4], cell.flaws.radius_nm: [50, 500]}\n"
      "    set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}}\n    targets: {slope: {E_A_eV: 0.14}}\n");
  CHECK_FALSE(study.plan.fit.has_value());
  REQUIRE(study.plan.cell_fit.has_value());
  const auto& [fit, cell] = *study.plan.cell_fit;
  REQUIRE(fit.branches.size() == 1);
  const std::array values{2.5, 300.0};
  CHECK(fit.branches[0].vary(values).metal.vacancy_entropy == 2.5);
  CHECK(fit.branches[0].vary(values).metal.bond_nn1 == 0.06);
  CHECK(cell(values).design.flaws->radius == doctest::Approx(3000));
  CHECK(cell(values).design.flaws->density == doctest::Approx(1e-13));
  CHECK(cell(values).prior.vacancy_entropy == 0);
  CHECK(cell(values).prior.correlation == 0);
  CHECK(cell(values).prior.formation_energy == 0.03);
  CHECK(study.plan.cell->prior.vacancy_entropy == 1.1);
  // it is the cells' business, and no run's
  CHECK(study.identity == study_of("").identity);
}

TEST_CASE("what is wrong with a fit at the cell is told with its place and its key") {
  const auto fit = [](const std::string& parameters, const std::string& cell = "",
                      const std::string& target = "{E_A_eV: 0.1}") {
    return "cell: {" + cell + "fit: {parameters: {" + parameters + "}, targets: {x: " + target +
           "}}}\n";
  };
  const std::string segregation = "interface.segregation_eV: [0, 0.1]";
  check_cell_refused(fit("cell.area_cm2: [1, 2]"), "flaws.radius_nm, flaws.per_cm2 and pressure");
  check_cell_refused(fit("cell.flaws.radius_nm: [1, 2]"), "there are no flaws; give cell.flaws");
  check_cell_refused(fit("metal.layers: [8, 9]"), "cell.fit.parameters.metal.layers: only a key");
  check_cell_refused(fit("interface.segregation_eV: [0.1, 0]"), "low must be below high");
  check_cell_refused(fit(segregation, "metal_um: [20, 200], "),
                     "cell.fit: expected one thickness in cell.metal_um, got 2");
  check_cell_refused(fit(segregation, "", "[bare, slope]"), "expected [ROW, points]");
  check_cell_refused(fit(segregation, "", "points"), "there are no points");
  check_cell_refused("cell: {fit: {replicas: 8}}\n", "cell.fit.replicas: unknown key");
  check_cell_refused("cell: {fit: {targets: {x: {E_A_eV: 0.1}}}}\n",
                     "cell.fit.parameters: missing");
  check_cell_refused("fit: {parameters: {cell.pressure_MPa: [0, 1]}, targets: {x: {E_A_eV: 1}}}\n",
                     "give it in cell.fit");
}

TEST_CASE("the cell that is echoed is the one that was read") {
  for (const char* cell :
       {"cell: {}\n",
        "cell: {fit: {parameters: {interface.segregation_eV: [0, 0.1]}, set: {clock_factor: 2}, "
        "targets: {x: {E_A_eV: 0.1}}, evaluations: 7}}\n",
        "cell: {protocol: {file: course.csv}, flaws: {radius_nm: 3, per_cm2: 7}}\n",
        "cell: {metal_um: [1, 2], protocol: {ramp: {to_mA_cm2: 4, rate_mA_cm2_per_h: 0.5}}}\n"}) {
    const StudyFolder folder(plain + cell);
    put(folder.path() / "course.csv", "time_h,current_mA_cm2\n0,0\n2,1.5\n");
    const StudyInput first = read_study(folder.study());
    const StudyInput again = lacuna::test::again(first);
    CHECK(again.canonical == first.canonical);
    CHECK(again.cell_identity == first.cell_identity);
  }
}
