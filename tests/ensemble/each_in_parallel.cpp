#include "ensemble/each_in_parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using lacuna::ensemble::each_in_parallel;

TEST_CASE("everything is done once, whatever the number of threads") {
  for (const int threads : {1, 2, 5}) {
    std::vector<int> times(100, 0);
    CHECK(each_in_parallel(times.size(), threads, [&](std::size_t k) { ++times[k]; }, {}));
    CHECK(times == std::vector<int>(100, 1));
  }
  CHECK(each_in_parallel(0, 2, [](std::size_t) { FAIL("there is nothing to do"); }, {}));
}

TEST_CASE("as many threads work as were asked for") {
  std::mutex mutex;
  std::set<std::thread::id> seen;
  std::atomic<int> waiting = 0;
  CHECK(each_in_parallel(3, 3,
                         [&](std::size_t) {
                           ++waiting;
                           const auto latest =
                               std::chrono::steady_clock::now() + std::chrono::seconds(20);
                           while (waiting < 3 && std::chrono::steady_clock::now() < latest)
                             std::this_thread::yield();
                           const std::lock_guard lock(mutex);
                           seen.insert(std::this_thread::get_id());
                         },
                         {}));
  CHECK(seen.size() == 3);
}

TEST_CASE("after a stop nothing more is begun") {
  std::stop_source source;
  int begun = 0;
  const auto work = [&](std::size_t k) {
    ++begun;
    if (k == 4) source.request_stop();
  };
  CHECK_FALSE(each_in_parallel(100, 1, work, source.get_token()));
  CHECK(begun == 5);
}

TEST_CASE("what work throws reaches the caller, and nothing more is begun") {
  int begun = 0;
  const auto work = [&](std::size_t k) {
    ++begun;
    if (k == 2) throw std::runtime_error("the third");
  };
  CHECK_THROWS_WITH_AS(each_in_parallel(100, 1, work, {}), "the third", std::runtime_error);
  CHECK(begun == 3);
}
