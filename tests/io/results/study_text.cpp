#include "io/results/study_text.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "tests/io/results/example_cells.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::says;

namespace {

Plan study_of_three() {
  Plan p;
  p.temperatures = {250, 350};
  for (const char* name : {"free", "bonded", "other"})
    p.branches.push_back({name, {}, name, "bare", "", {}});
  return p;
}

BranchResult result(std::size_t index, double energy) {
  BranchResult r;
  r.branch = index;
  r.same_ramp = SameRamp::charge;
  r.arrhenius.emplace();
  r.arrhenius->activation_energy = {energy, 0.003, {energy - 0.006, energy + 0.006}};
  r.theory_energy = 0.1234;
  r.measured = index == 2 ? MeasuredEnergy{0.10, 0.10, 0.01} : MeasuredEnergy{0.13, 0.15, 0.0};
  r.comparison = EnergyComparison{Overlap::overlaps, 0.0};
  r.verdict = Verdict::not_compatible;
  for (const double temperature : {250.0, 350.0}) {
    CellResult cell;
    cell.sample.temperature = temperature;
    cell.sample.onsets = {{1.0, Censored::no}};
    cell.median = Estimate{std::log(1e6 * constants::mA_per_cm2), 0.1, {-INFINITY, INFINITY}};
    cell.lag = 0.01;
    r.cells.push_back(cell);
  }
  return r;
}

}  // namespace

TEST_CASE(
    "the tables hold energies beside what was measured, currents with open ends, and every "
    "warning") {
  StudyResult study;
  study.branches = {result(0, 0.141), result(2, 0.2)};
  study.branches[1].arrhenius.reset();
  study.branches[1].comparison.reset();
  study.branches[1].no_arrhenius = "too few temperatures";
  AbsoluteCurrent absolute;
  absolute.temperature = 250;
  absolute.attempt_frequency = 3e13;
  absolute.layers = 17;
  absolute.log_current.value = std::log(1e6 * constants::mA_per_cm2);
  absolute.clock_factor = 1e-6;
  study.branches[0].warnings = {"free: the ramp is not quasi-static"};
  study.branches[0].absolute = absolute;
  study.clock_factors = ClockFactors{1e-6, 1e-6, 250};
  const std::string text = io::study_text(study_of_three(), study, {}, "out");
  CHECK(says(text, "0.1410 [0.1350, 0.1470]  -               0.1234  0.13 to 0.15"));
  CHECK(says(text, "0.13 to 0.15  overlaps  not compatible at this box and ramp"));
  CHECK(says(text, "  interval  verdict"));
  CHECK(says(text, "too few temperatures"));
  CHECK(says(text, "0.1 +- 0.01"));
  CHECK(says(text, "1e+06 [open, open]"));
  CHECK(says(text, "warning: free: the ramp is not quasi-static"));
  CHECK(says(text, "files: out"));
  CHECK_FALSE(says(text, "does the ramp decide"));
  study.branches[0].comparison.reset();  // nothing has an interval: no column of dashes
  CHECK_FALSE(says(io::study_text(study_of_three(), study, {}, "out"), "interval  verdict"));
  CHECK(says(text,
             "free        250    3e+13    17      1e+06            -          -             1e-06 "
             "[0, 0]"));
  CHECK(says(text,
             "For a critical current of 1 mA/cm2 at 250 K all attempt frequencies would have to be "
             "multiplied by 1e-06;"));
}

TEST_CASE("what is extrapolated to another size is printed with its current at every temperature") {
  Plan sized = study_of_three();
  sized.grid_keys = {"metal.lateral_nm", "clock_factor"};
  for (Branch& b : sized.branches) b.grid = {"[6, 6]", "2"};
  sized.extrapolate = TargetSize{TargetSize::Quantity::lateral, 1e4, {0}};
  StudyResult study;
  Extrapolation found;
  found.law = SizeLaw::power;
  found.p = 0.31;
  for (const double current : {5.9e6, 8.8e6}) {
    const double log = std::log(current * constants::mA_per_cm2);
    found.log_currents.push_back({log, 0.1, {log - std::log(2.0), log + std::log(2.0)}});
  }
  study.sizes.resize(2);
  study.sizes[0].branches = {0};
  study.sizes[0].found = found;
  study.sizes[0].theory_energy = 0.0531;
  study.sizes[1].branches = {1};
  study.sizes[1].why_not = "too few sizes";
  const std::string text = io::study_text(sized, study, {}, "out");
  CHECK(says(
      text,
      "extrapolated to an interface of 1000 nm x 1000 nm with a law fitted to the grid sizes"));
  CHECK(says(text, "free        2             power  0.31  -         0.0531"));
  CHECK(says(text, "too few sizes"));
  CHECK(says(text, "free        2             250    5.9e+06 [2.95e+06, 1.18e+07]"));
  CHECK(says(text, "free        2             350    8.8e+06 [4.4e+06, 1.76e+07]"));
  CHECK_FALSE(says(text, "bonded      2             250"));
}

TEST_CASE("E_A stands under both conventions, whichever the runs were made under") {
  StudyResult study;
  study.branches = {result(0, 0.14), result(1, 0.09), result(2, 0.2)};
  study.branches[0].rate.emplace();
  study.branches[0].rate->energy_fixed = Estimate{0.078, 0.005, {0.068, 0.088}};
  study.branches[0].verdict = Verdict::charge_only;
  study.branches[1].same_ramp = SameRamp::fixed;
  study.branches[1].verdict = Verdict::needs_other;
  study.branches[2].same_ramp = SameRamp::none;
  const std::string text = io::study_text(study_of_three(), study, {}, "out");
  CHECK(says(text, "equal charge             one rate dj/dt           no ramp"));
  CHECK(says(text, "free        0.1400 [0.1340, 0.1460]  0.0780 [0.0680, 0.0880]  -"));
  CHECK(says(text, "bonded      -                        0.0900 [0.0840, 0.0960]  -"));
  CHECK(says(text, "other       -                        -                        0.2000 ["));
  CHECK(says(text, "with equal charge only"));
  CHECK(says(text, "needs the other ramp"));
}

TEST_CASE(
    "the cell's verdict comes first, then the box, then what would decide, clock factors last") {
  const auto& all = test::cells_of_everything();
  StudyResult study;
  study.branches = {result(0, 0.14)};
  study.branches[0].absolute.emplace();
  study.conclusion.by_verdict[static_cast<std::size_t>(Verdict::not_compatible)] = {0};
  const std::string text = io::study_text(all.plan, study, all.cells, "out");
  std::size_t last = 0;
  for (const char* part : {"at the cell: 1 cm2", "At the cell, compatible with the measured",
                           "\nactivation energy of", "\nonset currents\n", "\nAt this box and ramp",
                           "\nwhat would separate", "\nabsolute currents\n", "\nfiles: out\n"}) {
    CAPTURE(part);
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    CHECK(at >= last);
    last = at;
  }
}
