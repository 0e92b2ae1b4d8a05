#include "kmc/schedule.hpp"

#include <doctest/doctest.h>

using lacuna::kmc::Schedule;

TEST_CASE("an empty schedule has nothing due, ever") {
  CHECK(Schedule<3>{}.next().time == lacuna::kmc::never);
}

TEST_CASE("a schedule shows the earliest of its slots, each of which can be set again") {
  Schedule<4> schedule;
  schedule.set(3, 2.0);
  schedule.set(1, 5.0);
  CHECK(schedule.next().slot == 3);
  CHECK(schedule.next().time == 2.0);
  schedule.set(3, lacuna::kmc::never);
  CHECK(schedule.next().slot == 1);
  CHECK(schedule.next().time == 5.0);
  schedule.set(1, 7.0);
  schedule.set(2, 6.0);
  CHECK(schedule.next().slot == 2);
}

TEST_CASE(
    "of slots due at the same time the lowest comes first, whatever the order they were set in") {
  Schedule<4> schedule;
  for (const std::size_t slot : {std::size_t{3}, std::size_t{1}, std::size_t{2}})
    schedule.set(slot, 1.0);
  CHECK(schedule.next().slot == 1);
  schedule.set(0, 1.0);
  CHECK(schedule.next().slot == 0);
}
