#include "ensemble/warnings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// A branch about which there is nothing to say.
BranchResult fine(SameRamp same_ramp = SameRamp::charge) {
  BranchResult r;
  r.same_ramp = same_ramp;
  for (const double temperature : {250.0, 300.0, 350.0}) {
    CellResult cell;
    cell.sample = {temperature, std::vector<Observation>(8, {1.0, Censored::no})};
    cell.lag = 0.01;
    cell.charge_per_e_fold = 25;
    r.cells.push_back(cell);
  }
  return r;
}

std::vector<std::string> warnings(const BranchResult& r) {
  const auto convention =
      r.same_ramp == SameRamp::charge ? interface::RampConvention::charge : interface::RampConvention::fixed;
  Plan plan = test::plan({test::branch("coated", test::automatic(convention))});
  plan.grid_keys = {"metal.layers"};
  plan.branches[0].grid = {"8"};
  return warnings_of(plan, {false, 0, {}}, plan.branches[0].vary({}), r);
}

/// The one warning there is.
std::string only(const BranchResult& r) {
  const auto list = warnings(r);
  REQUIRE(list.size() == 1);
  return list[0];
}

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("a branch about which there is nothing to say has no warning") {
  CHECK(warnings(fine()).empty());
  CHECK(warnings(fine(SameRamp::fixed)).empty());
  CHECK(warnings(fine(SameRamp::none)).empty());
}

TEST_CASE("failed and missing replicas are counted, with the branch and where") {
  BranchResult r = fine();
  r.cells[0].failed = 2;
  r.cells[1].failed = 1;
  CHECK(only(r) == "coated (metal.layers 8): 3 replicas failed at 250 K and 300 K and count for nothing");
  BranchResult unfinished = fine();
  unfinished.cells[2].missing = 4;
  CHECK(says(only(unfinished), "4 replicas have not been run yet"));
}

TEST_CASE("more than a tenth of onsets that are only bounds is said, with the side they are on") {
  BranchResult r = fine();
  r.cells[0].sample.onsets[0].censored = Censored::right;
  r.cells[0].sample.onsets[1].censored = Censored::right;
  CHECK(warnings(r).empty());
  r.cells[2].sample.onsets[1].censored = Censored::left;
  CHECK(says(only(r), "of 24 replicas 2 saw none at 250 K, and 1 began their ramp at or above it at 350 K"));
}

TEST_CASE("ramps that are not quasi-static are said, by the mean and by the share of replicas") {
  BranchResult r = fine();
  r.cells[1].lag = 0.08;
  CHECK(says(only(r), "the ramp is not quasi-static at 300 K"));
  BranchResult some = fine();
  some.cells[1].not_quasi_static = 3;
  CHECK(says(only(some), "3 replicas were not quasi-static"));
  some.cells[1].not_quasi_static = 2;
  CHECK(warnings(some).empty());
}

TEST_CASE("a charge per e-fold far from what was aimed at is said") {
  for (const double charge : {25 / 1.6, 25 * 1.6}) {
    BranchResult r = fine();
    r.cells[2].charge_per_e_fold = charge;
    CHECK(says(only(r), "the pilot missed onset at 350 K"));
  }
  BranchResult fixed = fine(SameRamp::fixed);  // there it differs between temperatures by intent
  fixed.cells[2].charge_per_e_fold = 1000;
  CHECK(warnings(fixed).empty());
  fixed.cells[0].charge_per_e_fold = 4.2;
  CHECK(says(only(fixed), "only 4.2 monolayers pass while the current rises by a factor e at 250 K"));
}

TEST_CASE("cells that are not on one line are said") {
  BranchResult r = fine();
  r.arrhenius = Arrhenius{};
  r.arrhenius->curvature = Curvature{0.02, 0.02};
  CHECK(warnings(r).empty());
  r.arrhenius->curvature->lack_of_fit_p = 0.005;
  CHECK(says(only(r), "one slope does not fit all temperatures"));
}

TEST_CASE("a study that mixes ramp conventions says so") {
  StudyResult result;
  result.branches = {fine(SameRamp::charge), fine(SameRamp::charge)};
  CHECK(study_warnings(result).empty());
  result.branches.push_back(fine(SameRamp::fixed));
  CHECK(study_warnings(result).size() == 1);
}
