#include "interface/judge.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/constants.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

Case rising() {
  Case c;
  c.current = Tabulated{{{0, 1}, {100, 10}}};
  c.onset.primary = Detector::cluster;
  c.onset.cluster_size = 50;
  return c;
}

// A sample at `time` [s] of the current above, one monolayer a second.
Sample at(double time, std::uint32_t largest = 0, double lag = 0.0) {
  Sample s;
  s.index = 1;
  s.time = s.monolayers = time;
  s.density = 1 + 0.09 * time;
  s.largest_cluster = s.largest_near = largest;
  s.lag = lag;
  return s;
}

struct Court {
  explicit Court(const Case& c) : values(c), current(c.current), judge(values, current) {}
  void see(const Sample& s) { judge.see(s, {}, {}); }
  Case values;
  ImposedCurrent current;
  Judge judge;
};

bool warns(const Ending& e, const std::string& words) {
  return std::any_of(e.warnings.begin(), e.warnings.end(),
                     [&](const std::string& w) { return w.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("onset ends a run that stops there, and no other") {
  for (const Stop stop : {Stop::onset, Stop::all_onsets, Stop::end}) {
    Case c = rising();
    c.stop = stop;
    Court court(c);
    court.see(at(50));
    CHECK_FALSE(court.judge.ending(at(50)).has_value());
    CHECK_FALSE(court.judge.onset().has_value());
    court.see(at(60, 50));
    CHECK(court.judge.onset() == 60);
    CHECK(court.judge.ending(at(60, 50)).has_value() == (stop == Stop::onset));
  }
}

TEST_CASE("a void that has shrunk below its limit ends a run") {
  Case c = rising();
  c.limits.void_below = 6;
  const Court court(c);
  CHECK_FALSE(court.judge.ending(at(1, 6)).has_value());
  CHECK(court.judge.ending(at(1, 5)) == Reason::limit);
}

TEST_CASE("the lag is its mean over the ramp up to onset, with bonds up to the first void") {
  for (const bool bonds : {false, true}) {
    Case c = rising();
    if (bonds) c.metal.bond_nn1 = 0.05;
    Court court(c);
    court.see(at(50, 2, 0.02));
    court.see(at(51, 2, 0.04));
    court.see(at(52, void_size, 0.3));
    court.see(at(53, 50, 0.5));
    court.see(at(54, 50, 0.7));
    const Ending ending = court.judge.conclude(at(54, 50), Reason::limit, {});
    CHECK(*ending.quasi_static.lag == doctest::Approx(bonds ? 0.03 : 0.12));
    CHECK(ending.quasi_static.ok == bonds);
    CHECK(warns(ending, "not quasi-static") == !bonds);
  }
}

TEST_CASE("a hold is over when the coverage is stationary, or when that took too long") {
  constexpr Stationarity test{1.0, 4.0, 0.05};
  for (const bool steady : {true, false}) {
    Court court(rising());
    court.judge.begin_hold();
    Judge::Hold found = Judge::Hold::goes_on;
    double charge = 0.0;
    while (found == Judge::Hold::goes_on) {
      SampleInterval i;
      i.charge = 0.05;
      charge += i.charge;
      i.coverage = i.vacancies = steady ? 0.1 : charge;
      found = court.judge.hold(test, i);
    }
    CHECK((found == Judge::Hold::stationary) == steady);
    CHECK(charge == doctest::Approx(steady ? 1.0 : 4.0).epsilon(0.06));
  }
}

TEST_CASE("a reader is warned of an onset that is only bounded, and of a crowded far field") {
  Court none(rising());
  none.see(at(90));
  FarFieldLoad load;
  load.highest = 0.08;
  load.crowded_from = 3 * constants::mA_per_cm2;
  const Ending bounded = none.judge.conclude(at(100), Reason::protocol_end, load);
  CHECK(warns(bounded, "only a lower bound"));
  CHECK(warns(bounded, "stopped being dilute at 3 mA/cm2: up to 0.08"));
  CHECK_FALSE(warns(bounded, "before they grew"));

  load.crowded_from.reset();
  load.outrun = true;
  Court early(rising());
  early.see(at(1));
  early.see(at(2, 50));
  const Ending left = early.judge.conclude(at(2, 50), Reason::void_at_top, load);
  CHECK(warns(left, "only an upper bound"));
  CHECK(warns(left, "before they grew"));
  CHECK(warns(left, "use more layers"));
  CHECK_FALSE(warns(left, "stopped being dilute"));
}

TEST_CASE("a judge that was saved finds what it would have found") {
  Court a(rising());
  a.see(at(50, 2, 0.02));
  kmc::Writer w;
  a.judge.save(w);
  Court b(rising());
  kmc::Reader r(w.bytes());
  b.judge.load(r);
  CHECK_NOTHROW(r.finish());
  for (Court* court : {&a, &b}) court->see(at(60, 2, 0.06));
  const Ending mine = a.judge.conclude(at(60), Reason::limit, {}),
               other = b.judge.conclude(at(60), Reason::limit, {});
  CHECK(*mine.quasi_static.lag == doctest::Approx(0.04));
  CHECK(*mine.quasi_static.lag == *other.quasi_static.lag);
  CHECK(mine.warnings == other.warnings);
}
