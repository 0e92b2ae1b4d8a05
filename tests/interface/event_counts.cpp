#include "interface/event_counts.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace lacuna::interface;

TEST_CASE("every event counter has a row and a name of its own") {
  EventCounts counts;
  std::uint64_t next = 1;
  std::set<std::string> names;
  for (const EventCounter& counter : event_counters) {
    CAPTURE(counter.name);
    CHECK(counts.*counter.count == 0);  // no other row was it
    counts.*counter.count = next++;
    CHECK(names.insert(counter.name).second);
  }
  EventCounts sum = counts;
  sum += counts;
  for (const EventCounter& counter : event_counters)
    CHECK(sum.*counter.count == 2 * (counts.*counter.count));
}

TEST_CASE("a hop is what a vacancy does by itself; a trial is nothing that happened") {
  EventCounts hops, others;
  hops.bulk = 1;
  hops.lateral = 2;
  hops.inject = 4;
  hops.return_ = 8;
  hops.surface = 16;
  hops.absorbed = 32;
  hops.left = 64;
  others.emitted = 1;
  others.stripped = 2;
  others.plated = 4;
  others.supplied = 8;
  others.trials = 16;
  CHECK(hops.hops() == 127);
  CHECK(hops.happened() == 127);
  CHECK(others.hops() == 0);
  CHECK(others.happened() == 15);
}
