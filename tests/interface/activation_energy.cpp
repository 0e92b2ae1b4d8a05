// "It holds when" 3 of the Run issue: ramps without interactions give the activation energies of
// r(0.5), and the voltage detector gives one that does not depend on the exchange current.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "interface/run.hpp"
#include "interface/voltage.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;

namespace {

struct Hypothesis {
  double injection, segregation, activation;  ///< the last: of r(0.5) over 250 to 350 K, design §6
};
constexpr Hypothesis highway{0.053, 0.0, 0.0530}, kinetic{0.14, 0.0, 0.1258},
    thermodynamic{0.14, 0.087, 0.1379};

constexpr std::array few{250.0, 300.0, 350.0};
constexpr std::array five{250.0, 270.0, 295.0, 320.0, 350.0};

// A ramp so slow that the slab follows: around j = r(0.5)/A_s it rises by 1.5 % with each
// monolayer.
Case ramped(const Hypothesis& h, double temperature, std::array<int, 2> cells) {
  Case c;
  c.temperature = temperature;
  c.metal.cells = cells;
  c.metal.layers = 8;
  c.ceramic.injection.barrier = c.ceramic.lateral.barrier = h.injection;
  c.ceramic.segregation = h.segregation;
  c.onset.primary = Detector::coverage;
  c.onset.coverage_threshold = 0.5;
  const double r = test::steady_state(c, 0.5).flux;
  const double area = c.metal.lattice_constant * c.metal.lattice_constant / std::sqrt(2.0);
  c.current = Ramp{0.25 * r / area, 3 * r / area, 0.015 * r * r / area, Stationarity{}};
  c.sample_monolayers = 0.05;
  return c;
}

double exact_slope(const Hypothesis& h, const std::vector<double>& x,
                   const std::vector<test::Estimate>& like) {
  std::vector<test::Estimate> y;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const Case c = ramped(h, 1 / (kB * x[n]), {4, 4});
    y.push_back({std::log(test::steady_state(c, 0.5).flux), like[n].error});
  }
  return -test::slope(x, y).value;
}

// Slope of ln j against 1/kT from the replicas' onset currents, with its error from their scatter.
struct Measured {
  test::Estimate activation;
  double exact = 0.0;
};
template <class Temperatures>
Measured measure(const Hypothesis& h, const Temperatures& temperatures, int replicas,
                 std::array<int, 2> cells, std::uint64_t seed) {
  std::vector<double> x, scatter;
  std::vector<test::Estimate> y;
  for (const double temperature : temperatures) {
    std::vector<double> ln;
    for (int replica = 0; replica < replicas; ++replica) {
      const Ending e = run(ramped(h, temperature, cells), test::seed(++seed), {}, {}, {});
      const OnsetResult& onset = e.onsets[static_cast<std::size_t>(Detector::coverage)];
      REQUIRE(e.reason == Reason::onset);
      REQUIRE(onset.censored == Censored::no);
      ln.push_back(std::log(onset.density));
    }
    x.push_back(1 / (kB * temperature));
    y.push_back(test::mean(ln));
    scatter.push_back(y.back().error * y.back().error);
  }
  // few replicas estimate their own scatter badly; all temperatures have about the same
  double pooled = 0;
  for (const double s : scatter) pooled += s / static_cast<double>(scatter.size());
  for (auto& point : y) point.error = std::sqrt(pooled);
  const auto line = test::slope(x, y);
  return {{-line.value, line.error}, exact_slope(h, x, y)};
}

void check_activation(const Hypothesis& h, const Measured& m) {
  CAPTURE(m.activation.value);
  CAPTURE(m.activation.error);
  CAPTURE(m.activation.z(m.exact));
  CHECK(std::abs(m.exact - h.activation) < 0.0006);  // the design's rounded figure, other
                                                     // temperatures
  CHECK(m.activation.error < 0.0015);
  CHECK(std::abs(m.activation.value - m.exact) < 0.003);
  CHECK(std::abs(m.activation.z(m.exact)) < 3);
}

// ln of the onset current by voltage for some exchange multiples on one seed: the same strips and
// hops.
std::vector<double> voltage_onsets(const Hypothesis& h, double temperature,
                                   const std::vector<double>& multiples, std::uint64_t seed) {
  std::vector<double> ln;
  for (const double multiple : multiples) {
    Case c = ramped(h, temperature, {40, 28});
    // The straight part is low down, and onset at a fifth of coverage: there the ramp rises by 1 %
    // with each monolayer, and a window of four tells the excess from its noise.
    std::get<Ramp>(c.current).from *= 0.2;
    std::get<Ramp>(c.current).rate *= 0.1;
    c.onset.window_monolayers = 4;
    c.onset.primary = Detector::voltage;
    c.voltage.exchange_relative = multiple;
    const Ending e = run(c, seed, {}, {}, {});
    const OnsetResult& onset = e.onsets[static_cast<std::size_t>(Detector::voltage)];
    REQUIRE(onset.detected);
    REQUIRE(onset.censored == Censored::no);
    ln.push_back(std::log(onset.density));
  }
  return ln;
}

// How much the activation energies of two multiples differ, with the error from the scatter of the
// differences, which are of pairs on the same seed.
template <class Temperatures>
void check_lines(const Hypothesis& h, const Temperatures& temperatures,
                 const std::vector<double>& multiples, int replicas, double largest_error,
                 std::uint64_t seed, bool strict) {
  const std::size_t count = multiples.size();
  std::vector<double> apart_from_last(count, 0.0);
  std::vector<double> x;
  std::vector<std::vector<test::Estimate>> differences(count), lines(count);
  std::vector<double> pooled(count, 0.0);
  for (const double temperature : temperatures) {
    x.push_back(1 / (kB * temperature));
    std::vector<std::vector<double>> difference(count), line(count);
    for (int replica = 0; replica < replicas; ++replica) {
      const auto ln = voltage_onsets(h, temperature, multiples, test::seed(++seed));
      for (std::size_t m = 0; m < count; ++m) {
        line[m].push_back(ln[m]);
        difference[m].push_back(ln[m] - ln.back());
      }
    }
    for (std::size_t m = 0; m < count; ++m) {
      lines[m].push_back(test::mean(line[m]));
      differences[m].push_back(test::mean(difference[m]));
      const double error = differences[m].back().error;
      pooled[m] += error * error / static_cast<double>(temperatures.size());
    }
  }
  for (std::size_t m = 0; m < count; ++m) {
    CAPTURE(multiples[m]);
    for (auto& point : lines[m]) point.error = 1;
    CHECK(std::abs(-test::slope(x, lines[m]).value - h.activation) < 0.006);
    if (m + 1 == count) continue;
    for (auto& point : differences[m]) point.error = std::sqrt(pooled[m]);
    const auto apart = test::slope(x, differences[m]);
    CAPTURE(apart.value);
    CAPTURE(apart.error);
    CHECK(apart.error < largest_error);
    CHECK(std::abs(apart.value) < std::max(0.002, test::allowed * apart.error));
    apart_from_last[m] = apart.value;
  }
  if (!strict) return;
  for (const double a : apart_from_last)
    for (const double b : apart_from_last)
      CHECK(std::abs(a - b) < 0.002);  // [eV], every pair of multiples
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE(
      "a ramp behind a kinetic doorway has the activation energy of r(0.5), not the barrier put "
      "in") {
    check_activation(kinetic, measure(kinetic, few, 4, {40, 28}, 100));
  }
}

TEST_SUITE("all") {
  TEST_CASE("the voltage detector's activation energy does not depend on the exchange current") {
    check_lines(kinetic, few, {1, 10}, 2, 0.004, 200, false);
  }
  TEST_CASE(
      "ramps on a highway, behind a kinetic and a thermodynamic doorway have the activation "
      "energies of r(0.5)") {
    std::uint64_t seed = 1000;
    for (const Hypothesis& h : {highway, kinetic, thermodynamic})
      check_activation(h, measure(h, five, 4, {40, 28}, seed += 100));
  }
}

TEST_SUITE("long") {
  TEST_CASE(
      "the voltage detector's activation energies for exchange multiples 1, 3 and 10 agree for "
      "each hypothesis") {
    std::uint64_t seed = 2000;
    for (const Hypothesis& h : {highway, kinetic, thermodynamic})
      check_lines(h, five, {1, 3, 10}, 4, 0.0016, seed += 100, true);
  }
}
