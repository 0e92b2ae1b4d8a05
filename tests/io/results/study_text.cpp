#include "io/results/study_text.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <cmath>

#include "core/constants.hpp"
#include "ensemble/theory_energy.hpp"
#include "ensemble/verdict.hpp"
#include "io/results/study_figures.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Branch branch(const char* name, const char* measured, double bond) {
  return {name, {}, name, measured, "", [=](std::span<const double>) {
            Case c;
            c.metal.bond_nn1 = bond;
            return c;
          }};
}

Plan plan() {
  Plan p;
  p.temperatures = {250, 350};
  p.branches = {branch("free", "bare", 0.0), branch("bonded", "bare", 0.06),
                branch("other", "coated", 0.0)};
  p.experiment = {{"bare", {0.13, 0.15, 0.0}}, {"coated", {0.10, 0.10, 0.01}}};
  return p;
}

BranchResult result(std::size_t index, double energy, double z) {
  BranchResult r;
  r.branch = index;
  r.same_ramp = SameRamp::charge;
  r.arrhenius.emplace();
  r.arrhenius->activation_energy = {energy, 0.003, {energy - 0.006, energy + 0.006}};
  r.agreement = Agreement{{z, 0.0}, 0.5};
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

TEST_CASE("two sentences say which readings survive and what would separate them") {
  StudyResult study;
  study.branches = {result(0, 0.141, 0.0), result(1, 0.138, 0.0), result(2, 0.2, 9.0)};
  study.branches[1].rate.emplace();
  study.branches[1].rate->exponent = {0.25, 0.01, {0.23, 0.27}};
  const std::string text = io::verdict_text(plan(), study);
  CHECK(text ==
        "In agreement with what was measured: free and bonded; not in agreement: other.\n"
        "What would separate free and bonded best is the ramp rate: j_crit goes as its power 0.00 "
        "and 0.25.\n");
  study.branches[0].agreement->comparison.z = -5;
  CHECK(says(io::verdict_text(plan(), study), "Agreement of one number is weak evidence"));
  study.branches[1].agreement->comparison.z = -5;
  CHECK(says(io::verdict_text(plan(), study), "No reading agrees"));
  CHECK(says(io::verdict_text(plan(), study), "a fit"));
  for (BranchResult& r : study.branches) r.agreement.reset();
  CHECK(io::verdict_text(plan(), study).empty());
}

TEST_CASE(
    "the tables hold energies beside what was measured, currents with open ends, and every "
    "warning") {
  StudyResult study;
  study.branches = {result(0, 0.141, 0.0), result(2, 0.2, 9.0)};
  study.branches[1].arrhenius.reset();
  study.branches[1].agreement.reset();
  study.branches[1].no_arrhenius = "too few temperatures";
  study.branches[0].warnings = {"free: the ramp is not quasi-static"};
  const std::string text = io::study_text(plan(), study, "out");
  const double theory = theory_energy(plan().branches[0].vary({}), plan().temperatures).value();
  CHECK(says(text, fmt::format("0.1410 [0.1350, 0.1470]  {:.4f}  0.13 to 0.15", theory)));
  CHECK(says(text, "too few temperatures"));
  CHECK(says(text, "0.1 +- 0.01"));
  CHECK(says(text, "1e+06 [open, open]"));
  CHECK(says(text, "warning: free: the ramp is not quasi-static"));
  CHECK(says(text, "files: out"));
  CHECK_FALSE(says(text, "does the ramp decide"));
  CHECK(says(text, "absolute currents"));
  CHECK(says(text,
             "For a critical current of 1 mA/cm2 at 250 K all attempt frequencies would have to be "
             "multiplied by 1e-06;"));
}

TEST_CASE("what is carried on to another size is told with its current at every temperature") {
  Plan sized = plan();
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
  study.sizes = {{{0}, found, ""}, {{1}, {}, "too few sizes"}};
  const std::string text = io::study_text(sized, study, "out");
  CHECK(says(
      text,
      "carried on to an interface of 1000 nm x 1000 nm by a law through the sizes of the grid"));
  CHECK(says(text, "free        2             power  0.31  -"));
  CHECK(says(text, "too few sizes"));
  CHECK(says(text, "free        2             250    5.9e+06 [2.95e+06, 1.18e+07]"));
  CHECK(says(text, "free        2             350    8.8e+06 [4.4e+06, 1.76e+07]"));
  CHECK_FALSE(says(text, "bonded      2             250"));
}

TEST_CASE(
    "the headline names the readings that share a measurement, else those that agree, else that "
    "none does") {
  StudyResult study;
  CHECK(io::headline(plan(), study) == "Activation energies of the onset current, as they emerge.");
  study.branches = {result(0, 0.141, 0.0), result(1, 0.138, 0.0), result(2, 0.2, 9.0)};
  CHECK(io::headline(plan(), study) ==
        "The measured activation energy alone does not decide: free and bonded give it.");
  study.branches[1].agreement->comparison.z = -5;
  CHECK(io::headline(plan(), study) == "Of 3 readings free alone gives what was measured.");
  study.branches[2].agreement->comparison.z = 1;
  study.branches[2].arrhenius->activation_energy.error = 0.003;
  CHECK(io::headline(plan(), study) == "Of 3 readings free and other give what was measured.");
  for (BranchResult& r : study.branches) r.agreement->comparison.z = -5;
  CHECK(io::headline(plan(), study) == "No reading gives what was measured.");
}
