#include "cell/imposed.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

namespace lacuna::cell {

TEST_CASE("a staircase holds each current, and its trend passes the middles of the steps") {
  const Imposed imposed(Staircase{.from = 1, .to = 2, .factor = 1.5, .hold = 10});
  REQUIRE(imposed.stretches().size() == 2);
  CHECK(imposed.end() == 20);
  CHECK(imposed.highest() == 1.5);
  CHECK(imposed.shortest_step() == 10);
  const Imposed::Stretch& last = imposed.stretches().back();
  CHECK(imposed.moment(last, 15).trend == doctest::Approx(1.5));
  CHECK(imposed.moment(last, 10).trend ==
        doctest::Approx(imposed.moment(imposed.stretches().front(), 10).trend));
  CHECK(imposed.reaching(1.2)->time == 10);
  CHECK(imposed.reaching(1.2)->trend == 1.2);  // though the step is higher
  CHECK(!imposed.reaching(1.6).has_value());
}

TEST_CASE("what is stripped is the current over time, less what is plated back") {
  const Imposed staircase(Staircase{.from = 1, .to = 8, .factor = 2, .hold = 10});
  CHECK(staircase.stripped_until(0) == 0);
  CHECK(staircase.stripped_until(25) == doctest::Approx(10 * 1 + 10 * 2 + 5 * 4));
  CHECK(staircase.stripped_until(1e9) == doctest::Approx(10 * (1 + 2 + 4 + 8)));
  const Imposed ramp(Ramp{.from = 1, .to = 3, .rate = 0.5});
  CHECK(ramp.stripped_until(2) == doctest::Approx((1 + 2) / 2.0 * 2));
  const Imposed cycle(Cycle{.strip = 2, .plate = 1, .charge = 6, .rest = 1, .cycles = 2});
  CHECK(cycle.stripped_until(3.5) == doctest::Approx(6));  // at rest after stripping
  CHECK(cycle.stripped_until(6) == doctest::Approx(4));    // a third is plated back
  CHECK(cycle.stripped_until(cycle.end()) == doctest::Approx(0));
}

TEST_CASE("the last step of a staircase is there in spite of rounding") {
  const Imposed imposed(Staircase{.from = 0.1, .to = 0.1 * std::pow(1.1, 30), .factor = 1.1});
  CHECK(imposed.stretches().size() == 31);
}

TEST_CASE("ramps and tables are lines, and their trend is the current") {
  const Imposed ramp(Ramp{.from = 1, .to = 3, .rate = 0.5});
  CHECK(ramp.end() == 4);
  CHECK(ramp.reaching(2)->time == doctest::Approx(2));
  CHECK(ramp.reaching(2)->trend == doctest::Approx(2));
  const Imposed table(Tabulated{{{0, 1}, {2, 1}, {3, 0}, {5, 4}}});
  CHECK(table.stretches().size() == 3);
  CHECK(table.moment(table.stretches()[1], 2.5).density == doctest::Approx(0.5));
  CHECK(table.reaching(2)->time == doctest::Approx(4));
}

TEST_CASE("a cycle strips, rests, plates the same charge at its own current, and rests") {
  const Cycle cycle{.strip = 2, .plate = 4, .charge = 8, .rest = 1, .cycles = 3};
  CHECK(cycle.period() == 8);
  const Imposed imposed(cycle);
  REQUIRE(imposed.stretches().size() == 12);
  CHECK(imposed.end() == 24);
  CHECK(imposed.highest() == 2);
  CHECK(imposed.shortest_step() == 1);
  double charge = 0;
  for (const Imposed::Stretch& s : imposed.stretches()) charge += s.density * (s.to - s.from);
  CHECK(charge == 0);
  CHECK(imposed.stretches()[6].density == -4);
  CHECK(imposed.stretches()[6].to - imposed.stretches()[6].from == 2);
  CHECK(Imposed(Cycle{.strip = 2, .plate = 4, .charge = 8, .cycles = 3}).stretches().size() == 6);
}

TEST_CASE("protocols that make no sense are refused") {
  CHECK_THROWS_AS(Imposed(Cycle{.strip = 1, .plate = -1, .charge = 1}), InputError);
  CHECK_THROWS_AS(Imposed(Cycle{.strip = 1, .plate = 1, .charge = 0}), InputError);
  CHECK_THROWS_AS(Imposed(Cycle{.strip = 1, .plate = 1, .charge = 1, .cycles = 20'000}),
                  InputError);
  CHECK_THROWS_AS(Imposed(Staircase{.from = 0, .to = 1}), InputError);
  CHECK_THROWS_AS(Imposed(Staircase{.from = 1, .to = 2, .factor = 1}), InputError);
  CHECK_THROWS_AS(Imposed(Staircase{.from = 1, .to = 2, .factor = 1 + 1e-9}), InputError);
  CHECK_THROWS_AS(Imposed(Ramp{.from = 1, .to = 1, .rate = 1}), InputError);
  CHECK_THROWS_AS(Imposed(Ramp{.from = 0, .to = 1, .rate = 0}), InputError);
  CHECK_THROWS_AS(Imposed(Tabulated{{{0, 1}}}), InputError);
  CHECK_THROWS_AS(Imposed(Tabulated{{{1, 1}, {2, 1}}}), InputError);
  CHECK_THROWS_AS(Imposed(Tabulated{{{0, 1}, {0, 1}}}), InputError);
  CHECK_THROWS_AS(Imposed(Tabulated{{{0, 1}, {1, -1}}}), InputError);
  CHECK_THROWS_AS(Imposed(Tabulated{{{0, 0}, {1, 0}}}), InputError);
}

}  // namespace lacuna::cell
