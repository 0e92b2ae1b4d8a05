#include "ensemble/cap_check.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ensemble/rounds.hpp"
#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

ensemble::Branch capped_branch() {
  return {"capped", {}, "capped", "", "", [](std::span<const double>) {
            Case c;
            c.onset.primary = interface::Detector::coverage;
            c.metal.bond_nn1 = 0.06;
            c.metal.surface_hop_cap = interface::SurfaceHopCap { 0.01, 2 };
            c.current = test::explicit_ramp;
            return c;
          }};
}

Plan capped_plan() {
  Plan plan = test::plan({test::branch("free"), capped_branch()});
  plan.surface_hop_check = 4;
  return plan;
}

const Setting capped{false, 1, {}};

Task replica(double temperature, int n, bool uncapped) {
  Task task = capped.task(TaskKind::replica, temperature, 1.0, n);
  task.uncapped = uncapped;
  return task;
}

// ln j with the cap is by 0.02 and 0.04 in turn above that without, which takes three times the
// hops.
Records fabricated_pairs(const Plan& plan) {
  Records records;
  for (const double temperature : plan.temperatures)
    for (int n = 0; n < plan.replicas; ++n)
      for (const bool uncapped : {false, true}) {
        if (uncapped && n >= plan.surface_hop_check) continue;
        const Task task = replica(temperature, n, uncapped);
        Outcome outcome = test::seen(0.1 * n + (uncapped ? 0.0 : n % 2 == 0 ? 0.02 : 0.04));
        outcome.hops = uncapped ? 3000 : 1000;
        records[id_of(plan, task)] = {task, 0, outcome};
      }
  return records;
}

}  // namespace

TEST_CASE("so many replicas of each cell with a cap are run without it too, on the same numbers") {
  const Plan plan = capped_plan();
  CHECK(uncapped_replicas(plan, {false, 0, {}}, plan.branches[0].vary({})) == 0);
  CHECK(uncapped_replicas(plan, capped, plan.branches[1].vary({})) == 4);
  std::vector<Task> tasks = next_round(plan, {});
  std::erase_if(tasks, [](const Task& t) { return !t.uncapped; });
  CHECK(tasks.size() == 3 * 4);
  for (const Task& task : tasks) {
    CHECK(task.branch == 1);
    CHECK_FALSE(replica_case(plan, task, nullptr).metal.surface_hop_cap.has_value());
    Task with = task;
    with.uncapped = false;
    CHECK(replica_case(plan, with, nullptr).metal.surface_hop_cap.has_value());
    CHECK(seed_of(plan, with) == seed_of(plan, task));
    CHECK(id_of(plan, with) != id_of(plan, task));
  }
  CHECK(id_of(plan, replica(300, 2, true)) == "capped_300K_uncapped_r003");
}

TEST_CASE("the difference that a cap makes is the mean over pairs, by temperature and in all") {
  const Plan plan = capped_plan();
  const Records records = fabricated_pairs(plan);
  const std::vector<CapDifference> found = branch_result(plan, records, capped).cap;
  REQUIRE(found.size() == 4);
  for (std::size_t n = 0; n < 4; ++n) {
    const int pairs = n < 3 ? 4 : 12;
    CHECK(found[n].temperature == (n < 3 ? std::optional(plan.temperatures[n]) : std::nullopt));
    CHECK(found[n].pairs == pairs);
    CHECK(found[n].left_out == 0);
    CHECK(found[n].hops == 3.0);
    CHECK(found[n].difference.value == doctest::Approx(0.03));
    // half of the pairs 0.01 below the mean, half above
    CHECK(found[n].difference.error == doctest::Approx(0.01 / std::sqrt(pairs - 1)));
    CHECK(found[n].difference.interval.contains(0.03));
  }
}

TEST_CASE("pairs of which one is a bound or failed are counted, and leave the difference alone") {
  const Plan plan = capped_plan();
  Records records = fabricated_pairs(plan);
  const Task bound = replica(300, 0, true), failed = replica(300, 1, false),
             missing = replica(350, 0, true);
  records[id_of(plan, bound)].found = test::seen(9.0, interface::Censored::right);
  records[id_of(plan, failed)].found = Failure{"it broke"};
  records.erase(id_of(plan, missing));
  const std::vector<CapDifference> found = cap_differences(plan, records, capped);
  REQUIRE(found.size() == 4);
  CHECK(found[1].pairs == 2);
  CHECK(found[1].left_out == 2);
  CHECK(found[1].difference.value == doctest::Approx(0.03));
  CHECK(found[2].pairs == 3);
  CHECK(found[2].left_out == 0);
  CHECK(found[3].pairs == 9);
  CHECK(found[3].left_out == 2);
}
