#include "ensemble/crew.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stop_token>
#include <thread>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// That many tasks, numbered as replicas.
Next tasks(int count) {
  return [count, next = 0]() mutable -> std::optional<Assignment> {
    if (next == count) return {};
    Assignment assignment;
    assignment.task.replica = next++;
    return assignment;
  };
}

Record record_of(const Assignment& assignment) {
  Record record;
  record.task = assignment.task;
  return record;
}

}  // namespace

TEST_CASE("threads do every task once and tell of them one at a time") {
  for (const int threads : {1, 2, 5}) {
    ThreadExecutor executor(threads);
    CHECK(executor.workers() == threads);
    std::atomic<int> at_work = 0, most = 0;
    bool telling = false;
    std::multiset<int> done;
    const Work work = [&](const Assignment& assignment,
                          const std::stop_token&) -> std::optional<Record> {
      const int now = ++at_work;
      for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      --at_work;
      return record_of(assignment);
    };
    const Done note = [&](const Record& record) {
      CHECK_FALSE(telling);
      telling = true;
      done.insert(record.task.replica);
      telling = false;
    };
    executor.execute(tasks(40), work, note, {});
    CHECK(done.size() == 40);
    for (int n = 0; n < 40; ++n) CHECK(done.count(n) == 1);
    CHECK(most == threads);
  }
}

TEST_CASE("when a stop is asked for no further task is begun and those in progress are told") {
  ThreadExecutor executor(2);
  std::stop_source source;
  std::atomic<int> begun = 0, told = 0;
  int done = 0;
  const Work work = [&](const Assignment& assignment,
                        const std::stop_token& stop) -> std::optional<Record> {
    if (++begun <= 4) return record_of(assignment);
    source.request_stop();
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++told;
    return {};
  };
  executor.execute(
      tasks(100), work, [&](const Record&) { ++done; }, source.get_token());
  CHECK(done == 4);
  CHECK(told >= 1);
  CHECK(begun == 4 + told);
}

TEST_CASE("what a task throws stops the others and comes out, and the executor can be used again") {
  ThreadExecutor executor(2);
  int done = 0;
  const Work work = [](const Assignment& assignment,
                       const std::stop_token& stop) -> std::optional<Record> {
    if (assignment.task.replica == 3) throw SystemFailure("the disk is full");
    for (int n = 0; assignment.task.replica > 3 && n < 1000 && !stop.stop_requested(); ++n)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return record_of(assignment);
  };
  CHECK_THROWS_WITH_AS(executor.execute(tasks(100), work, [&](const Record&) { ++done; }, {}),
                       "the disk is full", SystemFailure);
  CHECK(done >= 3);
  CHECK(done < 10);
  executor.execute(tasks(3), work, [&](const Record&) { done += 100; }, {});
  CHECK(done >= 300);
}

TEST_CASE("what follows from a finished task is begun while others are in progress") {
  ThreadExecutor executor(2);
  // One long task, and a chain of short ones each of which allows the next.
  int allowed = 2, given = 0;
  std::atomic<int> short_ones = 0;
  const Next next = [&]() -> std::optional<Assignment> {
    if (given == allowed) return {};
    Assignment assignment;
    assignment.task.replica = given++;
    return assignment;
  };
  const Work work = [&](const Assignment& assignment,
                        const std::stop_token&) -> std::optional<Record> {
    if (assignment.task.replica > 0) {
      ++short_ones;
    } else {
      for (int n = 0; n < 10000 && short_ones < 20; ++n)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return record_of(assignment);
  };
  executor.execute(
      next, work, [&](const Record& record) { allowed += record.task.replica > 0 && allowed < 21; },
      {});
  CHECK(short_ones == 20);
}
