#include "ensemble/branch_result.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ensemble/theory_energy.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/plain_studies.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// ln j depends on the ramp's rate to the power 0.2.
decltype(Record::found) with_rate(const Plan& p, const Task& task) {
  const auto found = test::plain(p, task);
  const auto* outcome = std::get_if<Outcome>(&found);
  if (outcome == nullptr) return found;
  kmc::Stream stream(seed_of(p, task), static_cast<std::uint64_t>(100 * task.rate_factor));
  return test::seen(std::log(outcome->onsets[1].density) + 0.2 * std::log(task.rate_factor) +
                    0.02 * test::draw(test::Scatter::normal, stream));
}

}  // namespace

TEST_CASE("a branch's cells and line are those of its replicas") {
  const Plan p = test::plain_plan();
  const StudyResult result = analyse(p, test::records(p, test::plain));
  REQUIRE(result.branches.size() == 1);
  const BranchResult& r = result.branches[0];
  CHECK(test::near(r.arrhenius.value().activation_energy, 0.15));
  CHECK(test::near(r.arrhenius.value().log_prefactor, 4));
  CHECK(r.same_ramp == SameRamp::fixed);
  CHECK(r.slopes.size() == 2);
  REQUIRE(r.cells.size() == 3);
  for (const CellResult& cell : r.cells) {
    const double exact = 4 - 0.15 * inverse_thermal_energy(cell.sample.temperature);
    CHECK(cell.sample.onsets.size() == 8);
    CHECK(test::near(cell.mean.value(), exact));
    CHECK(cell.median.value().interval.contains(cell.median.value().value));
    CHECK(cell.lag.value() == doctest::Approx(0.01));
    CHECK(cell.failed + cell.missing + cell.not_quasi_static == 0);
    const double area = interface::site_area(p.branches[0].vary({}).metal);
    CHECK(
        cell.charge_per_e_fold.value() ==
        doctest::Approx(std::exp(2 * cell.median.value().value) * area / test::explicit_ramp.rate));
  }
  for (const std::string& w : r.warnings) FAIL_CHECK(w);
  CHECK_FALSE(r.rate.has_value());
  CHECK(r.primary == interface::Detector::coverage);
  CHECK(r.cells[0].ramp.value().rate == test::explicit_ramp.rate);
  CHECK(r.theory_energy.value() == theory_energy(p.branches[0].vary({}), p.temperatures).value());
}

TEST_CASE("replicas that failed, are missing or saw no onset are counted apart") {
  const Plan p = test::plain_plan();
  auto records = test::records(p, test::plain);
  const auto task = [](int replica) {
    return Task{TaskKind::replica, false, 0, {}, 250, 1.0, replica};
  };
  records.at(id_of(p, task(0))).found = Failure{"not a number"};
  records.erase(id_of(p, task(1)));
  records.at(id_of(p, task(2))).found = test::seen(-3, Censored::right);
  const CellResult cell = analyse(p, records).branches[0].cells[0];
  CHECK(cell.failed == 1);
  CHECK(cell.missing == 1);
  CHECK(cell.sample.onsets.size() == 6);
  CHECK(cell.count(Censored::right) == 1);
  CHECK(cell.count(Censored::no) == 5);
  CHECK(censored_share(std::span(&cell.sample, 1)) == doctest::Approx(1.0 / 6));
  CHECK_FALSE(cell.mean.has_value());
  CHECK(cell.median.has_value());
  const Arrhenius line = analyse(p, records).branches[0].arrhenius.value();
  CHECK(line.method == LineMethod::censored_likelihood);
  CHECK(line.censored_share == doctest::Approx(1.0 / 22));
}

TEST_CASE(
    "replicas that say nothing of onset, and those that a void ended before it, are counted") {
  const Plan p = test::plain_plan();
  auto records = test::records(p, test::plain);
  const auto outcome = [&](int replica) -> Outcome& {
    return std::get<Outcome>(
        records.at(id_of(p, {TaskKind::replica, false, 0, {}, 250, 1.0, replica})).found);
  };
  outcome(0).onsets[1].applicable = false;
  outcome(1).onsets[1].density = 0;
  outcome(2) = test::seen(-3, Censored::right);
  outcome(2).reason = interface::Reason::void_at_top;
  outcome(3) = test::seen(-3, Censored::right);
  outcome(3).reason = interface::Reason::protocol_end;
  outcome(4).reason = interface::Reason::void_at_top;  // after onset
  outcome(5) = test::seen(-3, Censored::right);
  outcome(5).reason = interface::Reason::limit;
  const CellResult cell = analyse(p, records).branches[0].cells[0];
  CHECK(cell.unobserved == 2);
  CHECK(cell.void_at_top == 1);
  CHECK(cell.limited == 1);
  CHECK(cell.sample.onsets.size() == 6);
}

TEST_CASE("where nothing was recorded there is a reason instead of a line") {
  const Plan p = test::plain_plan();
  const StudyResult result = analyse(p, {});
  CHECK_FALSE(result.branches[0].arrhenius.has_value());
  CHECK(result.branches[0].no_arrhenius.find("fewer than two temperatures") != std::string::npos);
  CHECK(result.branches[0].cells[0].missing == 8);
  CHECK_FALSE(result.branches[0].finished);
  CHECK_FALSE(result.branches[0].cells[0].median.has_value());
}

TEST_CASE("a pilot's failure is that of all replicas of its cell") {
  const Plan p =
      test::plain_plan({test::branch("a", test::automatic(interface::RampConvention::charge))});
  const auto find = [](const Plan& of, const Task& task) -> decltype(Record::found) {
    if (task.kind == TaskKind::pilot && task.temperature == 250) return Failure{"no onset"};
    return test::plain(of, task);
  };
  const BranchResult r = analyse(p, test::records(p, find)).branches[0];
  CHECK(r.cells[0].failed == 8);
  CHECK(r.cells[0].missing == 0);
  CHECK(r.cells[0].failure == "no onset");
  CHECK_FALSE(r.cells[0].ramp.has_value());
  CHECK(r.cells[1].failure.empty());
  CHECK(r.cells[1].ramp.value().rate == test::explicit_ramp.rate);
  CHECK(r.cells[1].chosen.value().scale == 0.08);
  CHECK(r.arrhenius.value().cells == 2);
  CHECK(r.same_ramp == SameRamp::charge);
}

TEST_CASE("another detector has a line if runs did not end before it fired") {
  const Plan p = test::plain_plan();
  const auto both = [](const Plan& of, const Task& task) -> decltype(Record::found) {
    Outcome o = std::get<Outcome>(test::plain(of, task));
    auto& cluster = o.onsets[2];
    cluster = o.onsets[1];
    cluster.detector = interface::Detector::cluster;
    cluster.density *= 2;
    return o;
  };
  const BranchResult r = analyse(p, test::records(p, both)).branches[0];
  CHECK(r.by_detector[1].value().log_prefactor.value == r.arrhenius.value().log_prefactor.value);
  CHECK(r.by_detector[2].value().log_prefactor.value ==
        doctest::Approx(r.arrhenius.value().log_prefactor.value + std::log(2)));
  CHECK_FALSE(r.by_detector[0].has_value());  // hidden: every run ended first
  CHECK_FALSE(r.by_detector[3].has_value());  // growth does not apply
}

TEST_CASE("replicas at other rates give the exponent and E_A under the other convention") {
  Plan p =
      test::plain_plan({test::branch("a", test::automatic(interface::RampConvention::charge))});
  p.rate_check = RateCheck::all;
  const BranchResult r = analyse(p, test::records(p, with_rate)).branches[0];
  REQUIRE(r.rate.has_value());
  CHECK(r.rate->cells.size() == 3);
  CHECK(test::near(r.rate->exponent, 0.2));
  CHECK(r.rate->cells[0].replicas == 8);
  CHECK(r.rate_replicas.repeated == 3 * 8);
  CHECK(r.finished);
  CHECK(r.rate->energy_charge.value().value == r.arrhenius.value().activation_energy.value);
  // the pilots chose the same rate at all temperatures, so what was found is E_A at one rate
  CHECK(r.equal_charge);
  CHECK(test::near(r.rate->energy_fixed.value(), 0.15));
  CHECK(test::near(r.rate->energy_charge.value(), 0.15 / (1 - 2 * 0.2)));
  CHECK(r.cells[0].sample.onsets.size() == 8);  // the ramp's own rate only
}
