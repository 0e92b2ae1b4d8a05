#include "interface/onset_result.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace lacuna;
using namespace lacuna::interface;

TEST_CASE("each number of an onset is its own, and reads back from a checkpoint") {
  OnsetResult onset;
  onset.applicable = false;
  onset.detected = true;
  onset.censored = Censored::left;
  double next = 1.0;
  for (const OnsetNumber& number : onset_numbers) {
    CAPTURE(number.name);
    CHECK(number.get(onset) == 0.0);  // no other row set it
    number.set(onset, next++);
  }
  kmc::Writer w;
  w.put(onset);
  kmc::Reader r(w.bytes());
  const auto again = r.get<OnsetResult>();
  CHECK_NOTHROW(r.finish());
  CHECK(again.detected);
  CHECK_FALSE(again.applicable);
  CHECK(again.censored == Censored::left);
  for (const OnsetNumber& number : onset_numbers) CHECK(number.get(again) == number.get(onset));
}

TEST_CASE("a checkpoint with a cluster that cannot be counted is refused") {
  kmc::Writer w;
  w.put(true);
  w.put(true);
  w.put(Censored::no);
  for (std::size_t n = 0; n < onset_numbers.size(); ++n) w.put(1e10);
  kmc::Reader r(w.bytes());
  OnsetResult onset;
  CHECK_THROWS_AS(r.get(onset), kmc::CheckpointError);
}
