#include "ensemble/run_study.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "ensemble/crew.hpp"
#include "ensemble/study_result.hpp"
#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

const auto on_the_line = test::on_a_line([](const Task&) { return 0.1; }, 0.01);

Work work_for(const Plan& plan) {
  return [&plan](const Assignment& assignment, const std::stop_token&) -> std::optional<Record> {
    return Record{assignment.task, seed_of(plan, assignment.task),
                  on_the_line(plan, assignment.task)};
  };
}

Plan two_branches() {
  return test::plan({test::branch("a", test::automatic(interface::RampConvention::fixed)),
                     test::branch("b", test::automatic(interface::RampConvention::charge))});
}

std::set<std::string> ids(const Records& records) {
  std::set<std::string> all;
  for (const auto& record : records) all.insert(record.first);
  return all;
}

}  // namespace

TEST_CASE("a study does every task once, each after what it needs") {
  const Plan plan = two_branches();
  Records records;
  std::map<std::string, int> times;
  const Work work = [&](const Assignment& assignment, const std::stop_token& stop) {
    const Task& task = assignment.task;
    if (task.kind == TaskKind::replica) CHECK(assignment.chosen.has_value());
    if (task.kind == TaskKind::pilot)
      CHECK(assignment.reference_rate.has_value() == (task.branch == 0));
    return work_for(plan)(assignment, stop);
  };
  ThreadExecutor executor(1);
  std::size_t last_done = 0;
  const bool complete = run_study(plan, records, executor, work, {},
                                  [&](const StudyProgress& now) {
                                    CHECK(now.known >= now.done);
                                    last_done = now.done;
                                    if (now.last != nullptr) ++times[id_of(plan, now.last->task)];
                                  },
                                  {});
  CHECK(complete);
  CHECK(next_round(plan, records).empty());
  // one reference, two times three pilots, two times three times eight replicas
  CHECK(records.size() == 1 + 6 + 48);
  CHECK(last_done == records.size());
  for (const auto& each : times) CHECK_MESSAGE(each.second == 1, each.first);
}

TEST_CASE("shards have every replica once among them, and the pilots they need") {
  Plan plan = two_branches();
  plan.rate_check = RateCheck::all;
  plan.surface_hop_check = 3;
  for (Branch& branch : plan.branches)
    branch.vary = [vary = branch.vary](std::span<const double> parameters) {
      Case c = vary(parameters);
      c.metal.surface_hop_cap.emplace();
      return c;
    };
  Records whole;
  ThreadExecutor executor(2);
  const auto silent = [](const StudyProgress&) {};
  REQUIRE(run_study(plan, whole, executor, work_for(plan), {}, silent, {}));
  for (const int count : {1, 2, 3, 7, 200}) {
    Records together;
    std::map<std::string, int> replicas;
    for (int index = 1; index <= count; ++index) {
      Records own;
      REQUIRE(run_study(plan, own, executor, work_for(plan), Shard{index, count}, silent, {}));
      for (const auto& [id, record] : own) {
        if (record.task.kind == TaskKind::replica) ++replicas[id];
        together.insert_or_assign(id, record);
      }
    }
    CHECK(ids(together) == ids(whole));
    for (const auto& each : replicas) CHECK_MESSAGE(each.second == 1, each.first);
  }
}

TEST_CASE("a study that is stopped says so, keeps what is done, and goes on from there") {
  const Plan plan = two_branches();
  Records records;
  ThreadExecutor executor(2);
  std::stop_source source;
  const auto stop_soon = [&](const StudyProgress& now) {
    if (now.done == 20) source.request_stop();
  };
  CHECK_FALSE(
      run_study(plan, records, executor, work_for(plan), {}, stop_soon, source.get_token()));
  CHECK(records.size() >= 20);
  CHECK(records.size() < 55);
  const std::size_t before = records.size();
  std::size_t more = 0;
  CHECK(run_study(plan, records, executor, work_for(plan), {},
                  [&](const StudyProgress& now) { more = now.done; }, {}));
  CHECK(before + more == 55);
}
