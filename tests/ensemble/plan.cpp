#include "ensemble/plan.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

Plan two_branches_and_a_fit() {
  Plan plan = test::plan({test::branch("bare"), test::branch("coated")});
  plan.grid_keys = {"metal.layers"};
  plan.branches[0].grid = plan.branches[1].grid = {"8"};
  Fit fit;
  fit.parameters = {{"E_seg", 0, 0.1}};
  fit.branches = {test::branch("bare")};
  plan.fit = fit;
  return plan;
}

std::vector<Task> many_tasks(const Plan& plan) {
  std::vector<Task> tasks;
  for (const bool fit : {false, true})
    for (std::size_t b = 0; b < (fit ? 1 : plan.branches.size()); ++b)
      for (const double parameter : {0.06, 0.060001}) {
        const std::vector<double> parameters = fit ? std::vector{parameter} : std::vector<double>{};
        if (!fit && parameter != 0.06) continue;
        tasks.push_back({TaskKind::reference, fit, b, parameters, 0.0, 1.0, 0});
        for (const double temperature : {250.0, 300.0, 300.25}) {
          tasks.push_back({TaskKind::pilot, fit, b, parameters, temperature, 1.0, 0});
          for (const double factor : rate_factors)
            for (int n : {0, 1, 999, 1000})
              tasks.push_back({TaskKind::replica, fit, b, parameters, temperature, factor, n});
        }
      }
  return tasks;
}

}  // namespace

TEST_CASE("a task's id says what it is, and no other task has it") {
  const Plan plan = two_branches_and_a_fit();
  CHECK(id_of(plan, {TaskKind::replica, false, 1, {}, 300, 1.0, 2}) == "coated_300K_r003");
  CHECK(id_of(plan, {TaskKind::replica, false, 1, {}, 300.25, 0.25, 2}) ==
        "coated_300.25K_x0.25_r003");
  CHECK(id_of(plan, {TaskKind::pilot, true, 0, {0.06}, 250, 1.0, 0}) == "bare_0.06_250K_fit-pilot");
  CHECK(id_of(plan, {TaskKind::reference, false, 0, {}, 0, 1.0, 0}) == "bare_reference");
  const auto tasks = many_tasks(plan);
  std::set<std::string> ids;
  for (const Task& task : tasks) ids.insert(id_of(plan, task));
  CHECK(ids.size() == tasks.size());
}

TEST_CASE("replicas have seeds of their own, but share them between ramp rates") {
  const Plan plan = two_branches_and_a_fit();
  std::set<std::uint64_t> seeds;
  std::size_t count = 0;
  for (const Task& task : many_tasks(plan)) {
    if (task.kind != TaskKind::replica) continue;
    Task at_its_own_rate = task;
    at_its_own_rate.rate_factor = 1.0;
    CHECK(seed_of(plan, task) == seed_of(plan, at_its_own_rate));
    seeds.insert(seed_of(plan, task));
    count += task.rate_factor == 1.0 ? 1 : 0;
  }
  CHECK(seeds.size() == count);
}

TEST_CASE("hypotheses share seeds under common random numbers, and only then") {
  Plan plan = two_branches_and_a_fit();
  const Task bare{TaskKind::replica, false, 0, {}, 300, 1.0, 0},
      coated{TaskKind::replica, false, 1, {}, 300, 1.0, 0};
  CHECK(seed_of(plan, bare) != seed_of(plan, coated));
  plan.common_random_numbers = true;
  CHECK(seed_of(plan, bare) == seed_of(plan, coated));
  plan.branches[1].grid = {"16"};
  CHECK(seed_of(plan, bare) != seed_of(plan, coated));
  Plan other = plan;
  other.seed = 2;
  CHECK(seed_of(plan, bare) != seed_of(other, bare));
}

TEST_CASE("a case is at its task's temperature, a reference's at the one its ramp refers to") {
  const Plan plan =
      test::plan({test::branch("a", test::automatic(interface::RampConvention::fixed, 320))});
  CHECK(case_of(plan, {TaskKind::replica, false, 0, {}, 250, 1.0, 0}).temperature == 250);
  CHECK(case_of(plan, {TaskKind::reference, false, 0, {}, 0, 1.0, 0}).temperature == 320);
  const Plan explicit_ramp = test::plan({test::branch("a")});
  CHECK_THROWS_AS((void)case_of(explicit_ramp, {TaskKind::reference, false, 0, {}, 0, 1.0, 0}),
                  Error);
}

TEST_CASE("a replica runs the chosen ramp, or its own, at its rate factor") {
  const Plan plan = test::plan(
      {test::branch("a", test::automatic(interface::RampConvention::charge)), test::branch("b")});
  const interface::Ramp chosen { 1, 8, 3, std::nullopt };
  const Task replica{TaskKind::replica, false, 0, {}, 250, 4.0, 0};
  const auto ramp = [](const Case& c) { return std::get<interface::Ramp>(c.current); };
  CHECK(ramp(replica_case(plan, replica, &chosen)).rate == 12);
  CHECK(ramp(replica_case(plan, replica, &chosen)).to == 8);
  CHECK_FALSE(ramp(replica_case(plan, replica, &chosen)).automatic.has_value());
  CHECK(interface::automatic_ramp(case_of(plan, replica).current) != nullptr);
  const Task other{TaskKind::replica, false, 1, {}, 250, 0.25, 0};
  CHECK(ramp(replica_case(plan, other, nullptr)).rate == test::explicit_ramp.rate / 4);
}
