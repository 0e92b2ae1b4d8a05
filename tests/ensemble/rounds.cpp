#include "ensemble/rounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/ensemble/fabricated.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

const test::Find steep_line = test::on_a_line([](const Task&) { return 0.15; }, 0.2);

std::size_t count(const std::vector<Task>& tasks, TaskKind kind) {
  return static_cast<std::size_t>(
      std::count_if(tasks.begin(), tasks.end(), [kind](const Task& t) { return t.kind == kind; }));
}

void do_all(const Plan& plan, Records& records, const std::vector<Task>& tasks) {
  for (const Task& task : tasks) test::record(plan, records, task, steep_line);
}

Plan precise(double half_width, int most) {
  Plan plan = test::plan({test::branch("a")});
  plan.precision = Precision{half_width, most};
  plan.seed = test::seed(3);
  return plan;
}

double half_width(const Plan& plan, const Records& records) {
  const Interval i =
      analyse(plan, records).branches[0].arrhenius.value().activation_energy.interval;
  return (i.high - i.low) / 2;
}

}  // namespace

TEST_CASE("a reference comes before pilots, these before their replicas") {
  const Plan plan =
      test::plan({test::branch("fixed", test::automatic(interface::RampConvention::fixed)),
                  test::branch("charge", test::automatic(interface::RampConvention::charge)),
                  test::branch("explicit")});
  Records records;
  auto tasks = next_round(plan, records);  // the branches do not wait for each other
  CHECK(count(tasks, TaskKind::reference) == 1);
  CHECK(count(tasks, TaskKind::pilot) == 3);
  CHECK(count(tasks, TaskKind::replica) == 3 * 8);
  do_all(plan, records, tasks);
  tasks = next_round(plan, records);
  CHECK(count(tasks, TaskKind::pilot) == 3);
  CHECK(count(tasks, TaskKind::replica) == 3 * 8);
  do_all(plan, records, tasks);
  tasks = next_round(plan, records);
  CHECK(count(tasks, TaskKind::replica) == 3 * 8);
  do_all(plan, records, tasks);
  CHECK(next_round(plan, records).empty());
}

TEST_CASE("unless all are asked for, rates are compared where there are bonds") {
  const auto bonded = [](std::span<const double>) {
    Case c;
    c.metal.bond_nn1 = 0.06;
    c.current = interface::Ramp { 1, 10, 1 };
    return c;
  };
  Plan plan = test::plan(
      {test::branch("free", interface::Ramp{1, 10, 1}), {"bonded", {}, "bonded", "", "", bonded}});
  for (const auto& [check, free, with_bonds] :
       {std::tuple{RateCheck::none, 1, 1}, {RateCheck::bonds, 1, 3}, {RateCheck::all, 3, 3}}) {
    plan.rate_check = check;
    std::map<std::size_t, std::size_t> by_branch;
    for (const Task& task : next_round(plan, {})) ++by_branch[task.branch];
    CHECK(by_branch[0] == static_cast<std::size_t>(free) * 3 * 8);
    CHECK(by_branch[1] == static_cast<std::size_t>(with_bonds) * 3 * 8);
  }
}

TEST_CASE("rates are compared where there is a ramp that the detector watches") {
  const auto growth = [](std::span<const double>) {
    Case c;
    c.onset.primary = interface::Detector::growth;
    c.current = test::automatic(interface::RampConvention::charge);
    return c;
  };
  Plan plan = test::plan({test::branch("ramp"),
                          test::branch("staircase", interface::Staircase{1, 10}),
                          {"growth", {}, "growth", "", "", growth}});
  plan.rate_check = RateCheck::all;
  std::map<double, std::size_t> by_factor;
  const auto tasks = next_round(plan, {});
  for (const Task& task : tasks) ++by_factor[task.rate_factor];
  CHECK(count(tasks, TaskKind::pilot) == 0);  // growth needs none
  CHECK(by_factor[1.0] == 3 * 3 * 8);
  CHECK(by_factor[0.25] == 3 * 8);
  CHECK(by_factor[4.0] == 3 * 8);
}

TEST_CASE("a failed pilot costs its cell only, a failed reference its branch") {
  const Plan plan =
      test::plan({test::branch("a", test::automatic(interface::RampConvention::fixed))});
  Records records;
  do_all(plan, records, next_round(plan, records));
  auto pilots = next_round(plan, records);
  records[id_of(plan, pilots[1])] = {pilots[1], 0, Failure{"no onset"}};
  pilots.erase(pilots.begin() + 1);
  do_all(plan, records, pilots);
  const auto replicas = next_round(plan, records);
  CHECK(count(replicas, TaskKind::replica) == 2 * 8);
  CHECK(std::none_of(replicas.begin(), replicas.end(),
                     [](const Task& t) { return t.temperature == 300; }));
  const Task reference{TaskKind::reference, false, 0, {}, 0, 1, 0};
  CHECK(next_round(plan, {{id_of(plan, reference), {reference, 0, Failure{"none"}}}}).empty());
}

TEST_CASE("replicas are added in rounds until the interval of E_A is as narrow as asked") {
  const Plan plan = precise(0.005, 1000);
  Records records;
  do_all(plan, records, next_round(plan, records));
  CHECK(half_width(plan, records) > 0.005);
  std::size_t before = records.size();
  for (auto tasks = next_round(plan, records); !tasks.empty(); tasks = next_round(plan, records)) {
    CHECK(tasks.size() >= 6);
    CHECK(tasks.size() <= before);
    CHECK(half_width(plan, records) > 0.005);  // never one round too many
    do_all(plan, records, tasks);
    before = records.size();
  }
  CHECK(half_width(plan, records) <= 0.005);
  std::map<double, int> cells;
  for (const auto& [id, record] : records) ++cells[record.task.temperature];
  CHECK(cells[250] > cells[300]);  // the ends of a line tell its slope
  CHECK(cells[350] > cells[300]);
}

TEST_CASE("a precision that cannot be had ends at the most replicas allowed in a cell") {
  const Plan plan = precise(1e-6, 20);
  const Records records = test::records(plan, steep_line);
  CHECK(records.size() == 60);
  CHECK(analyse(plan, records).branches[0].cells[0].sample.onsets.size() == 20);
}

TEST_CASE("before a stopping rule there are eight replicas, and without scatter it stops there") {
  Plan plan = precise(0.003, 100);
  plan.replicas = 2;
  CHECK(next_round(plan, {}).size() == 3 * 8);
  CHECK(test::records(plan, test::on_a_line([](const Task&) { return 0.15; }, 0.0)).size() ==
        3 * 8);
}

TEST_CASE("a round that was interrupted anywhere goes on with its rest") {
  Plan plan = precise(0.006, 100);
  Fit fit;
  fit.parameters = {{"E_seg", 0, 0.1}};
  fit.targets = {{"t", MeasuredEnergy{0.15, 0.15, 0.01}, {}}};
  fit.branches = {test::branch("f", test::automatic(interface::RampConvention::charge))};
  fit.evaluations = 9;
  plan.fit = fit;
  const auto find =
      test::on_a_line([](const Task& t) { return t.fit ? 0.1 + t.parameters[0] : 0.15; }, 0.2);
  const Records whole = test::records(plan, find);
  // Done in another order and piecemeal, deciding anew after every few tasks.
  kmc::Stream random(test::seed(9), 1);
  Records pieces;
  for (auto tasks = next_round(plan, pieces); !tasks.empty(); tasks = next_round(plan, pieces))
    for (std::size_t n = 0; n < 1 + tasks.size() / 3; ++n)
      test::record(plan, pieces, tasks[random.below(tasks.size())], find);
  REQUIRE(pieces.size() == whole.size());
  for (const auto& [id, record] : whole) CHECK(pieces.count(id) == 1);
}

TEST_CASE("a fit spreads evaluations over its range, then puts them where the target is met") {
  Plan plan = test::plan({});
  Fit fit;
  fit.parameters = {{"E_seg", 0, 0.1}};
  fit.targets = {{"t", MeasuredEnergy{0.17, 0.17, 0.001}, {}}};
  fit.branches = {test::branch("f")};
  fit.evaluations = 12;
  plan.fit = fit;
  const auto find = test::on_a_line([](const Task& t) { return 0.1 + t.parameters[0]; }, 0.02);
  const Records records = test::records(plan, find);
  CHECK(records.size() == 12 * 3 * 8);
  const auto evaluations = fit_rounds(plan, records, 0).evaluations;
  REQUIRE(evaluations.size() == 12);
  CHECK(evaluations.front().parameters[0] == 0);
  CHECK(evaluations[6].parameters[0] == 0.1);
  for (std::size_t n = 7; n < 12; ++n) CHECK(std::abs(evaluations[n].parameters[0] - 0.07) < 0.01);
}
