#include "interface/imposed_current.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "interface/streams.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
using Current = std::function<double(double)>;  // j of time, as the test states it

bool agree(double x, double y, double relative = 1e-12) {
  return std::abs(x - y) <= relative * std::abs(y);
}

Tabulated points(std::vector<std::pair<double, double>> p) { return {std::move(p)}; }
Ramp unheld(double from, double to, double rate) { return {from, to, rate, {}}; }

// Times of the strips of a protocol of area `area`, as the run finds them: the clock is asked
// within a segment, and what is left is carried to the next.
std::vector<double> strip_times(const Protocol& protocol, double area, std::uint64_t seed,
                                double until = never) {
  ImposedCurrent current(protocol);
  StripClock clock(area, stream(seed, Purpose::strip_times));
  std::vector<double> times;
  for (double now = 0; now < until;) {
    const double next = clock.next(current);
    if (std::isinf(next) || next >= current.segment_end()) {
      now = current.segment_end();
      clock.carry(current, now);
      if (std::isinf(now) || !current.advance(now)) break;
      continue;
    }
    now = next;
    if (now >= until) break;
    times.push_back(now);
    clock.restart(now);
  }
  return times;
}

// Integral of |j| from 0 to t, by many small trapezoids whose ends lie on every corner of j.
double exposure(const Current& j, double t, int pieces) {
  double sum = 0;
  for (int n = 0; n < pieces; ++n) {
    const double a = t * n / pieces, b = t * (n + 1) / pieces, eps = (b - a) * 1e-9;
    sum += (std::abs(j(a + eps)) + std::abs(j(b - eps))) / 2 * (b - a);
  }
  return sum;
}

// In the time of its own exposure every Poisson process has unit rate: increments must be Exp(1).
double worst_wait(const std::vector<double>& times, const std::function<double(double)>& integral) {
  std::vector<double> u;
  double before = 0;
  for (const double t : times) {
    const double now = integral(t);
    u.push_back(-std::expm1(before - now));
    before = now;
  }
  return test::kolmogorov(u);
}

constexpr double ks_limit = 2.2;  // passed by chance with probability 1e-4

}  // namespace

TEST_CASE(
    "at constant current waits between strips are exponential and counts have the variance of "
    "their mean") {
  const double j = 0.4, area = 50;
  const auto times = strip_times(Constant{j, 0, 1000.0}, area, test::seed(1));
  CHECK(worst_wait(times, [&](double t) { return j * area * t; }) < ks_limit);
  std::vector<double> counts(1000, 0.0), spread;
  for (const double t : times)
    counts[static_cast<std::size_t>(t)] += 1;  // 20 expected in each second
  const auto count = test::mean(counts);
  CHECK(std::abs(count.z(20)) < test::allowed);
  for (const double n : counts) spread.push_back((n - 20) * (n - 20));
  CHECK(std::abs(test::mean(spread).z(20)) < test::allowed);
}

TEST_CASE("a ramp from zero strips c t²/2 atoms on average by the time t") {
  const double c = 2, t = 3, area = 5;
  std::vector<double> counts;
  for (std::uint64_t seed = 1; seed <= 500; ++seed)
    counts.push_back(static_cast<double>(
        strip_times(unheld(0, c * t, c), area, test::seed(1000 + seed)).size()));
  const double exact = c * area * t * t / 2;
  CHECK(std::abs(test::mean(counts).z(exact)) < test::allowed);
  std::vector<double> spread;
  for (const double n : counts) spread.push_back((n - exact) * (n - exact));
  CHECK(std::abs(test::mean(spread).z(exact)) < test::allowed);
}

TEST_CASE("strip times follow the law of their current: rising, falling and through zero") {
  for (const Ramp& r : {unheld(0, 10, 0.01), unheld(1, 6, 0.005), unheld(8, 1, 0.01),
                        unheld(5, -5, 0.01), unheld(-3, 0, 0.001)}) {
    const double slope = r.to > r.from ? r.rate : -r.rate, end = std::abs(r.to - r.from) / r.rate;
    const auto integral = [&, from = r.from](double t) {
      const double zero = from * slope < 0 ? -from / slope : never;  // where j changes sign
      const auto signed_integral = [&](double x) { return from * x + slope * x * x / 2; };
      return t <= zero ? std::abs(signed_integral(t))
                       : std::abs(signed_integral(zero)) +
                             std::abs(signed_integral(t) - signed_integral(zero));
    };
    const auto times = strip_times(r, 1.0, test::seed(3));
    CHECK(std::abs(static_cast<double>(times.size()) - integral(end)) <
          4 * std::sqrt(integral(end)));
    CHECK(times.back() <= end);
    CHECK(worst_wait(times, integral) < ks_limit);
  }
}

TEST_CASE(
    "pulses and tables strip in their time, and what is left to wait crosses rests and corners "
    "unchanged") {
  // about 0.3 strips in each pulse, so nearly every wait spans several segments
  const Pulse pulse{3.0, 0.1, 0.7, 6000};
  const auto times = strip_times(pulse, 1.0, test::seed(4));
  int resting = 0;
  const auto in_pulses = [](double t) {
    return 3.0 * (0.1 * std::floor(t / 0.8) + std::min(0.1, std::fmod(t, 0.8)));
  };
  for (const double t : times) resting += std::fmod(t, 0.8) > 0.1 + 1e-9;
  CHECK(resting == 0);
  CHECK(std::abs(static_cast<double>(times.size()) - 1800) < 4 * std::sqrt(1800.0));
  CHECK(worst_wait(times, in_pulses) < ks_limit);

  std::vector<std::pair<double, double>> corners;
  for (int n = 0; n <= 4000; ++n)
    corners.emplace_back(n, n % 3 == 0 ? 1.0 : n % 3 == 1 ? -0.6 : 0.2);
  const Current j = [&](double t) {
    const auto n = static_cast<std::size_t>(std::min(t, 3999.999));
    return corners[n].second +
           (corners[n + 1].second - corners[n].second) * (t - static_cast<double>(n));
  };
  std::vector<double> until(4001,
                            0.0);  // exposure at every corner; each piece is split where j vanishes
  const auto piece = [&](double a, double b) {
    return exposure([&](double x) { return j(a + x); }, b - a, 400);
  };
  for (std::size_t n = 0; n < 4000; ++n) {
    if (n < 3)
      until[n + 1] = until[n] + piece(static_cast<double>(n), static_cast<double>(n + 1));
    else
      until[n + 1] = until[n] + (until[n - 2] - until[n - 3]);  // the pattern repeats
  }
  const auto table = strip_times(points(corners), 1.0, test::seed(5));
  CHECK(worst_wait(table, [&](double t) {
          const double whole = std::floor(t);
          return until[static_cast<std::size_t>(whole)] + (t > whole ? piece(whole, t) : 0.0);
        }) < ks_limit);
}

TEST_CASE(
    "the time at which a charge is reached is exact: flat, rising, falling, from zero, to zero") {
  CHECK(agree(ImposedCurrent(Constant{2, 0, 10}).reached(1.0, 4.0), 3.0));
  CHECK(agree(ImposedCurrent(unheld(0, 10, 2)).reached(0.0, 9.0), 3.0));     // t² = 9
  CHECK(agree(ImposedCurrent(unheld(1, 10, 2)).reached(0.0, 12.0), 3.0));    // t + t² = 12
  CHECK(agree(ImposedCurrent(unheld(10, 2, 2)).reached(0.0, 16.0), 2.0));    // 10 t - t² = 16
  CHECK(agree(ImposedCurrent(unheld(-10, -2, 2)).reached(0.0, 16.0), 2.0));  // plating, the same
  CHECK(agree(ImposedCurrent(unheld(1e9, 1e9 + 1, 1)).reached(0.0, 1e-3),
              1e-12));  // nearly flat: no cancellation
  const ImposedCurrent falling(unheld(10, 0, 2));
  CHECK(std::isinf(falling.reached(0.0, 25.0 + 1e-9)));  // 25 is all that comes before it vanishes
  CHECK(agree(falling.reached(0.0, 24.99), 4.9));
  CHECK(std::isinf(ImposedCurrent(Constant{2, 0, 10}).reached(0.0, 20.0)));  // at the end the
                                                                             // segment is over
  CHECK(std::isinf(ImposedCurrent(Constant{0, 0, 10}).reached(0.0, 1e-30)));
}

TEST_CASE("exposure inverts the time at which it is reached") {
  for (const Ramp& r : {unheld(0, 5, 0.5), unheld(5, 1, 0.5), unheld(-4, -9, 0.5)}) {
    const ImposedCurrent p{Protocol(r)};
    for (const double q : {0.01, 1.0, 7.0})
      CHECK(agree(p.exposure(1.5, p.reached(1.5, q)), q, 1e-11));
  }
}

TEST_CASE("a current that changes sign is split there, and strips first, then plates") {
  ImposedCurrent p(unheld(4, -2, 1));
  CHECK(p.sign() == 1);
  CHECK(agree(p.segment_end(), 4.0));
  REQUIRE(p.advance(4.0));
  CHECK(p.sign() == -1);
  CHECK(p.density(4.0) == 0.0);
  CHECK(agree(p.density(5.0), -1.0));
  CHECK(agree(p.segment_end(), 6.0));
  CHECK_FALSE(p.advance(6.0));
}

TEST_CASE("a ramp holds its start until it is released, then goes from there") {
  ImposedCurrent p(Ramp{2, 6, 0.5, Stationarity{}});
  CHECK(p.waiting() != nullptr);
  CHECK(std::isinf(p.segment_end()));
  CHECK(p.density(1e6) == 2.0);
  CHECK_FALSE(p.ramping());
  REQUIRE(p.release(30.0));
  CHECK(p.waiting() == nullptr);
  CHECK(p.ramping());
  CHECK(p.density(30.0) == 2.0);
  CHECK(agree(p.density(32.0), 3.0));
  CHECK(agree(p.segment_end(), 38.0));
  CHECK(agree(p.fraction(34.0), 0.5));
  CHECK_FALSE(p.advance(38.0));
}

TEST_CASE("the share of a protocol that is over is that of its time") {
  CHECK(agree(ImposedCurrent(Constant{1, 0, 8}).fraction(2), 0.25));
  CHECK(ImposedCurrent(Constant{1, 5, 0}).fraction(2) == 0.0);  // it ends with a charge
  CHECK(agree(ImposedCurrent(Pulse{1, 2, 3, 4}).fraction(15), 0.75));
  CHECK(agree(ImposedCurrent(points({{0, 1}, {2, 3}, {8, 1}})).fraction(6), 0.75));
}

TEST_CASE("a staircase multiplies its current at each step until the end is passed") {
  ImposedCurrent p(Staircase{1.0, 8.0, 2.0, 5.0});
  double now = 0;
  for (const double j : {1.0, 2.0, 4.0, 8.0}) {
    CHECK(agree(p.density(now), j));
    CHECK(agree(p.segment_end(), now + 5));
    now += 5;
    CHECK(p.advance(now) == (j < 8));
  }
  ImposedCurrent waits(Staircase{-1.0, -3.0, 2.0, Stationarity{}});
  CHECK(waits.waiting() != nullptr);
  CHECK(waits.sign() == -1);
  CHECK(waits.release(7.0));
  CHECK(agree(waits.density(7.0), -2.0));
  CHECK_FALSE(waits.release(9.0));
}

TEST_CASE("pulses without a rest follow each other") {
  ImposedCurrent p(Pulse{3.0, 2.0, 0.0, 3});
  for (int n = 1; n <= 3; ++n) {
    CHECK(agree(p.segment_end(), 2.0 * n));
    CHECK(p.density(2.0 * n - 1) == 3.0);
    CHECK(p.advance(2.0 * n) == (n < 3));
  }
}

TEST_CASE("only a current that rises from zero or above by itself has an onset current") {
  CHECK(ImposedCurrent(unheld(0, 5, 1)).rising());
  CHECK_FALSE(ImposedCurrent(unheld(5, 0, 1)).rising());
  CHECK_FALSE(ImposedCurrent(unheld(-1, 5, 1)).rising());
  CHECK(ImposedCurrent(Staircase{1, 8, 2, 5.0}).rising());
  CHECK_FALSE(ImposedCurrent(Staircase{-1, -8, 2, 5.0}).rising());
  CHECK_FALSE(ImposedCurrent(Constant{1, 1, 0}).rising());
  CHECK_FALSE(ImposedCurrent(Pulse{1, 1, 1, 2}).rising());
  CHECK(ImposedCurrent(points({{0, 1}, {1, 2}, {2, 2}, {3, 5}})).rising());
  CHECK_FALSE(ImposedCurrent(points({{0, 1}, {1, 3}, {2, 2}})).rising());
  CHECK_FALSE(ImposedCurrent(points({{0, 2}, {1, 2}})).rising());
}

TEST_CASE("a protocol is not where it never is") {
  const auto load = [](const Protocol& protocol, int index, double begun, bool crossed = false) {
    kmc::Writer w;
    w.put(index);
    w.put(begun);
    w.put(crossed);
    kmc::Reader r(w.bytes());
    ImposedCurrent(protocol).load(r, 7.0);
  };
  const Protocol table = points({{0, 2}, {5, -1}, {9, 4}}), pulse = Pulse{1.0, 2.0, 0.0, 3};
  CHECK_NOTHROW(load(table, 1, 5.0));
  CHECK_NOTHROW(load(table, 1, 5.0, true));
  CHECK_NOTHROW(load(pulse, 4, 4.0));
  for (const int index : {-2, -1, 2, std::numeric_limits<int>::max()})
    CHECK_THROWS_AS(load(table, index, 5.0), kmc::CheckpointError);
  for (const double begun : {-1.0, 7.5})
    CHECK_THROWS_AS(load(table, 1, begun), kmc::CheckpointError);
  for (const int index : {1, 3, 6, 7})
    CHECK_THROWS_AS(load(pulse, index, 4.0), kmc::CheckpointError);
  CHECK_THROWS_AS(load(pulse, 4, 4.0, true), kmc::CheckpointError);
}

TEST_CASE("a protocol and its clock that were saved in mid-segment go on as they would have") {
  const Protocol protocol = points({{0, 2}, {5, -1}, {9, 4}});
  ImposedCurrent a(protocol);
  StripClock clock(3.0, stream(test::seed(6), Purpose::strip_times));
  const double now = a.segment_end();
  a.advance(now);
  clock.carry(a, now);
  kmc::Writer w;
  a.save(w);
  clock.save(w);
  ImposedCurrent b(protocol);
  StripClock other(3.0, stream(1, Purpose::strip_times));
  kmc::Reader r(w.bytes());
  b.load(r, now);
  other.load(r, now);
  r.finish();
  CHECK(a.segment_end() == b.segment_end());
  CHECK(a.density(4.0) == b.density(4.0));
  CHECK(clock.next(a) == other.next(b));
  REQUIRE(a.advance(5.0) == b.advance(5.0));
  clock.restart(5.0);
  other.restart(5.0);
  CHECK(clock.next(a) == other.next(b));
}
