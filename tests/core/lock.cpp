#include "core/lock.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <utility>

#include "tests/temporary_directory.hpp"

using namespace lacuna;

TEST_CASE("a lock is one's alone or shared, and ends with its descriptor") {
  const test::TemporaryDirectory directory;
  const auto open = [&] { return Descriptor::folder(directory.path()); };
  const Descriptor other = open();
  {
    const Descriptor alone = open();
    CHECK(try_lock(alone) == Lock::ours);
    CHECK(try_lock(other) == Lock::anothers);
    CHECK(try_lock(other, Hold::together) == Lock::anothers);
  }
  CHECK(try_lock(other, Hold::together) == Lock::ours);
  const Descriptor third = open();
  CHECK(try_lock(third, Hold::together) == Lock::ours);
  CHECK(try_lock(third) == Lock::anothers);
}

TEST_CASE("who waits for a lock has it as soon as it is free") {
  const test::TemporaryDirectory directory;
  Descriptor holder = Descriptor::folder(directory.path());
  REQUIRE(try_lock(holder) == Lock::ours);
  const Descriptor waiting = Descriptor::folder(directory.path());
  auto turn = std::async(std::launch::async, [&waiting] { wait_for_lock(waiting); });
  CHECK(turn.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout);
  holder = Descriptor();
  turn.get();
  CHECK(try_lock(Descriptor::folder(directory.path())) == Lock::anothers);
}
