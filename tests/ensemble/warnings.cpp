#include "ensemble/warnings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/ensemble/fabricated.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::says;

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

std::vector<std::string> warnings(const BranchResult& r, std::optional<Precision> precision = {}) {
  const auto convention = r.same_ramp == SameRamp::charge ? interface::RampConvention::charge
                                                          : interface::RampConvention::fixed;
  Plan plan = test::plan({test::branch("coated", test::automatic(convention))});
  plan.grid_keys = {"metal.layers"};
  plan.branches[0].grid = {"8"};
  plan.precision = precision;
  return warnings_of(plan, {false, 0, {}}, plan.branches[0].vary({}), r);
}

/// The one warning there is.
std::string only(const BranchResult& r, std::optional<Precision> precision = {}) {
  const auto list = warnings(r, precision);
  REQUIRE(list.size() == 1);
  return list[0];
}

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
  CHECK(only(r) ==
        "coated (metal.layers 8): 3 replicas failed at 250 K and 300 K and are excluded");
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
  CHECK(says(only(r),
             "of 24 replicas 2 saw none at 250 K, and 1 began their ramp at or above it at 350 K"));
}

TEST_CASE("replicas that a void ended ask for layers, not for a wider ramp") {
  BranchResult r = fine();
  const auto end_by_void = [&](std::size_t replica) {
    r.cells[0].sample.onsets[replica].censored = Censored::right;
    ++r.cells[0].void_at_top;
  };
  end_by_void(0);
  end_by_void(1);
  CHECK(only(r) ==
        "coated (metal.layers 8): a void reached the top of the slab before onset in 2 of 24 "
        "replicas, at 250 K; use "
        "more layers");
  end_by_void(2);
  CHECK(says(only(r),
             "3 of 24 replicas, at 250 K; use more layers, because E_A assumes that runs end early "
             "independently of onset, and these did not"));
}

TEST_CASE("replicas that a limit ended ask for a higher one, not for a wider ramp") {
  BranchResult r = fine();
  for (std::size_t replica = 0; replica < 4; ++replica) {
    r.cells[0].sample.onsets[replica].censored = Censored::right;
    ++r.cells[0].limited;
  }
  CHECK(only(r) ==
        "coated (metal.layers 8): `limits` ended 4 replicas before onset, at 250 K; raise them");
}

TEST_CASE("replicas without information on onset are reported") {
  BranchResult r = fine();
  r.cells[1].unobserved = 1;
  CHECK(says(only(r), "1 replicas give no information on onset at 300 K"));
}

TEST_CASE(
    "what the dependence on the rate leaves out is said, and if it is not the same at all "
    "temperatures") {
  BranchResult r = fine();
  r.rate_replicas = {24, 2, 0, {}};
  CHECK(warnings(r).empty());
  r.rate_replicas.partly_seen = 3;
  CHECK(says(only(r),
             "of 24 replicas repeated at other ramp rates 3 did not reach onset at all of them and "
             "are excluded from the dependence on the rate; widen"));
  r.rate_replicas = {72, 3, 0, {250}};
  CHECK(says(only(r), "the dependence on the rate, which is unknown at 250 K, as the late"));
  r.rate_replicas = {24, 0, 2, {}};
  CHECK(says(only(r), "2 replicas failed at other ramp rates"));
  r.rate_replicas = {24, 0, 0, {}};
  r.rate = RateDependence{{{250, {0.20, 0.01, {}}, 8}, {350, {0.22, 0.01, {}}, 8}}, {}, {}, {}};
  CHECK(warnings(r).empty());
  r.rate->cells[1].exponent.value = 0.30;
  CHECK(says(only(r), "the dependence on the ramp's rate changes with temperature"));
}

TEST_CASE("a precision that was not reached is said, once there is no more to run") {
  const Precision precision{0.003, 40};
  BranchResult r = fine();
  r.arrhenius = Arrhenius{};
  r.arrhenius->activation_energy = {0.15, 0.002, {0.146, 0.154}};
  CHECK(warnings(r, precision).empty());
  r.finished = true;
  CHECK(warnings(r).empty());
  CHECK(says(only(r, precision), "asked for +-0.003 eV, has +-0.004 eV with max_replicas 40"));
  r.arrhenius->activation_energy.interval = {0.1475, 0.1525};
  CHECK(warnings(r, precision).empty());
  r.arrhenius.reset();
  CHECK(says(only(r, precision), "asked for +-0.003 eV, has no E_A yet"));
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
  CHECK(
      says(only(fixed), "only 4.2 monolayers pass while the current rises by a factor e at 250 K"));
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
  CHECK(study_warnings({}, result).empty());
  result.branches.push_back(fine(SameRamp::fixed));
  CHECK(study_warnings({}, result).size() == 1);
}

TEST_CASE("temperatures that are degrees Celsius, or where sodium is liquid, are warned about") {
  Plan plan = test::plan({test::branch("a")});
  plan.temperatures = {100, 250, 370};
  CHECK(study_warnings(plan, {}).empty());
  plan.temperatures = {20, 40, 300, 372};
  const auto list = study_warnings(plan, {});
  CHECK(temperature_warnings(plan) == list);
  REQUIRE(list.size() == 2);
  CHECK(list[0] ==
        "temperatures_K: 20, 40 K is colder than any battery; if these are degrees Celsius add "
        "273.15");
  CHECK(says(list[1], "sodium is liquid at 372 K"));
  plan.branches[0].vary = [](std::span<const double>) {
    Case lithium;
    lithium.metal.lattice_constant = 3.51;
    return lithium;
  };
  CHECK(study_warnings(plan, {}).size() == 1);
}
