#include "interface/averages.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "kmc/random.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

SampleInterval interval(double charge, double coverage, double vacancies, double monolayers) {
  return {charge, coverage, vacancies, 2 * monolayers, 10 * monolayers, monolayers};
}

// A held current: `value` of the charge passed, in samples of 0.1 monolayers; gives the charge at
// which it was found stationary, or -1 if not by `most`.
template <class Value>
double stationary_at(const Stationarity& test, double most, Value value) {
  HoldWatch watch;
  for (int n = 0; 0.1 * n < most; ++n) {
    const double v = value(0.1 * n);
    watch.add(interval(0.1, v, 3 * v, 0.1 * n));
    if (watch.stationary(test)) return watch.charge();
  }
  return -1;
}

double noise(kmc::Stream& random) { return random.uniform() - 0.5; }

}  // namespace

TEST_CASE("a running mean is empty until its window is full, then weighs by charge") {
  Averages a(1.0);
  a.add(interval(0.25, 0.1, 1.0, 1));
  a.add(interval(0.5, 0.2, 2.0, 2));
  CHECK_FALSE(a.mean().has_value());
  a.add(interval(0.25, 0.4, 4.0, 3));
  REQUIRE(a.mean().has_value());
  CHECK(std::abs(a.mean()->coverage - 0.225) < 1e-15);
  CHECK(std::abs(a.mean()->vacancies - 2.25) < 1e-15);
  CHECK(std::abs(a.mean()->density - 4.0) < 1e-15);
  CHECK(std::abs(a.mean()->time - 20.0) < 1e-13);
  CHECK(std::abs(a.mean()->charge - 1.0) < 1e-15);
  for (int n = 0; n < 4; ++n) a.add(interval(0.25, 0.8, 8.0, 4));
  CHECK(std::abs(a.mean()->coverage - 0.8) < 1e-15);  // what came before is forgotten
  a.add(interval(0.0, 123, 123, 5));                  // without charge there is no weight
  CHECK(std::abs(a.mean()->coverage - 0.8) < 1e-15);
}

TEST_CASE("lag is the growth of the stored vacancies per charge, between two windows") {
  Averages a(1.0);
  for (int n = 0; n < 19; ++n) {
    CHECK_FALSE(a.lag().has_value());
    a.add(interval(0.1, 0.0, 0.03 * (0.1 * n), 0.1 * n));
  }
  for (int n = 19; n < 60; ++n) a.add(interval(0.1, 0.0, 0.03 * (0.1 * n), 0.1 * n));
  REQUIRE(a.lag().has_value());
  CHECK(std::abs(*a.lag() - 0.03) < 1e-9);  // 3 % of what is stripped stays
}

TEST_CASE("saved averages go on as they would have") {
  Averages a(0.5), b(0.5);
  for (int n = 0; n < 13; ++n) a.add(interval(0.1, 0.01 * n * n, n, 0.1 * n));
  kmc::Writer w;
  a.save(w);
  kmc::Reader r(w.bytes());
  b.load(r);
  r.finish();
  for (Averages* x : {&a, &b}) x->add(interval(0.1, 0.9, 13, 1.3));
  CHECK(a.mean()->coverage == b.mean()->coverage);
  CHECK(*a.lag() == *b.lag());
}

TEST_CASE("a hold that settles is stationary after it has, and not before its least charge") {
  const Stationarity test{5.0, 200.0, 0.02};
  const double flat = stationary_at(test, 200, [](double) { return 0.3; });
  CHECK(flat >= 5.0);
  CHECK(flat < 6.5);
  // relaxes over 10 monolayers: a few of these must pass before halves and quarters agree within 2
  // %
  const double slow =
      stationary_at(test, 200, [](double q) { return 0.3 * (1 - std::exp(-q / 10)); });
  CHECK(slow > 40);
  CHECK(slow < 130);
}

TEST_CASE("a hold that keeps growing is never stationary") {
  CHECK(stationary_at({1.0, 200.0, 0.02}, 200, [](double q) { return 0.001 * q; }) == -1);
}

TEST_CASE("noise does not hide that a hold is stationary, nor make a growing one look so") {
  kmc::Stream random(test::seed(1), 1);
  int settled = 0, fooled = 0;
  for (int trial = 0; trial < 40; ++trial) {
    settled += stationary_at({1.0, 100.0, 0.001}, 100,
                             [&](double) { return 0.3 + 0.05 * noise(random); }) > 0;
    fooled += stationary_at({10.0, 100.0, 0.02}, 100,
                            [&](double q) { return 0.01 * q + 0.02 * noise(random); }) > 0;
  }
  CHECK(settled >= 38);
  CHECK(fooled == 0);
}

TEST_CASE("a coverage that stands still while vacancies go on filling the slab is not stationary") {
  HoldWatch watch;
  bool found = false;
  for (int n = 0; n < 1000; ++n) {
    watch.add(interval(0.1, 0.3, 0.01 * n, 0.1 * n));
    found = found || watch.stationary({1.0, 200.0, 0.02});
  }
  CHECK_FALSE(found);
}

TEST_CASE("a hold can start again, and be saved in between") {
  const Stationarity test{5.0, 200.0, 0.02};
  HoldWatch a, b;
  for (int n = 0; n < 30; ++n) {
    a.add(interval(0.1, 0.3, 1, 0.1 * n));
    CHECK_FALSE(a.stationary(test));
  }
  kmc::Writer w;
  a.save(w);
  kmc::Reader r(w.bytes());
  b.load(r);
  CHECK(b.charge() == a.charge());
  for (int n = 30; n < 80; ++n) {
    a.add(interval(0.1, 0.3, 1, 0.1 * n));
    b.add(interval(0.1, 0.3, 1, 0.1 * n));
    CHECK(a.stationary(test) == b.stationary(test));
  }
  a.restart();
  CHECK(a.charge() == 0);
  a.add(interval(0.1, 0.3, 1, 0));
  CHECK_FALSE(a.stationary(test));
}
