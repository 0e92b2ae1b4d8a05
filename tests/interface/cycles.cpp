// Runs that strip, rest, plate and rest: what each part leaves behind.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

/// Keeps the samples that end a part of a cycle, with the vacant sites of layer 0.
class Ends : public Observer {
 public:
  std::vector<Sample> samples;
  std::vector<std::vector<std::uint64_t>> holes;
  std::vector<std::uint64_t> first_holes;

  void sample(const Sample& s, const lattice::Occupation& occupation,
              const lattice::Clusters&) override {
    if (s.index > 0 && !s.ended) return;
    std::vector<std::uint64_t> now;
    for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
      if (const lattice::Cell c = occupation.cell({v}); c.k == 0)
        now.push_back(occupation.slab().number(c));
    if (s.index == 0) {
      first_holes = now;
      return;
    }
    samples.push_back(s);
    holes.push_back(std::move(now));
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

struct Told {
  Ends ends;
  Ending ending;
};
Told cycled(const Case& c, std::uint64_t seed) {
  Told told;
  Observer* const observers[] = {&told.ends};
  told.ending = run(c, seed, observers, {}, {});
  return told;
}

// Without bonds, at 400 K; 96 sites in a layer.
Case plain(const Cycle& cycle) {
  Case c;
  c.temperature = 400;
  c.metal.cells = {8, 6};
  c.metal.layers = 6;
  c.ceramic.injection.barrier = 0.10;
  c.ceramic.lateral.barrier = 0.08;
  c.stop = Stop::end;
  c.onset.primary = Detector::coverage;
  c.current = cycle;
  return c;
}

// Vacancies that cannot move in the time of the run.
Case frozen(const Cycle& cycle) {
  Case c = plain(cycle);
  c.metal.hop.barrier = c.ceramic.injection.barrier = c.ceramic.lateral.barrier = 2;
  return c;
}

constexpr double density = 1.0;  // [1/(A^2 s)]

std::uint64_t passed(const Sample& s) {
  return s.events.stripped + s.events.plated + s.events.supplied;
}

// P(n0) of v vacancies among sites without bonds: choices of sites times their weight.
double mean_in_layer(int v, int layer, int others, double weight) {
  double sum = 0, mean = 0;
  for (int n = 0; n <= std::min(v, layer); ++n) {
    if (v - n > others) continue;
    const double ways = std::lgamma(layer + 1) - std::lgamma(n + 1) - std::lgamma(layer - n + 1) +
                        std::lgamma(others + 1) - std::lgamma(v - n + 1) -
                        std::lgamma(others - v + n + 1);
    const double w = std::exp(ways) * std::pow(weight, n);
    sum += w;
    mean += n * w;
  }
  return mean / sum;
}

}  // namespace

TEST_CASE("half cycles pass their charge to the atom, each part ends with a sample, in order") {
  Case c = plain({.strip = density, .plate = 2 * density, .monolayers = 0.37, .cycles = 3});
  for (const double rest : {0.0, 1e-3}) {
    std::get<Cycle>(c.current).rest = rest;
    const auto [ends, ending] = cycled(c, 4);
    CHECK(ending.reason == Reason::protocol_end);
    const std::size_t parts = rest > 0 ? 4 : 2;
    REQUIRE(ends.samples.size() == 3 * parts);
    std::uint64_t due = 0;
    for (std::size_t n = 0; n < ends.samples.size(); ++n) {
      const Sample& s = ends.samples[n];
      CAPTURE(n);
      CHECK(s.ended->cycle == static_cast<int>(n / parts) + 1);
      const std::size_t part = n % parts * (4 / parts);
      CHECK(s.ended->part == static_cast<CyclePart>(part));
      due += part % 2 == 0 ? 36 : 0;  // 0.37 · 96 = 35.52 atoms
      CHECK(passed(s) == due);
      CHECK(std::abs(s.monolayers - (part < 2 ? 36.0 / 96 : 0)) < 1e-12);
      CHECK_FALSE(s.lag);
    }
    CHECK(std::abs(ending.last.monolayers) < 1e-12);
  }
}

TEST_CASE("half cycles of a time pass their charge on average, at the current of each direction") {
  const Case c = frozen({.strip = density / 2, .plate = density, .time = 0.02, .cycles = 400});
  const auto [ends, ending] = cycled(c, 5);
  CHECK(ending.reason == Reason::protocol_end);
  const double area = 96 * c.metal.lattice_constant * c.metal.lattice_constant / std::sqrt(2.0);
  const auto& e = ending.last.events;
  const double plated = density * area * 0.02 * 400, stripped = plated / 2;
  CHECK(std::abs(static_cast<double>(e.stripped) - stripped) < 4 * std::sqrt(stripped));
  CHECK(std::abs(static_cast<double>(e.plated + e.supplied) - plated) < 4 * std::sqrt(plated));
  CHECK(std::abs(ending.last.time - 16) < 1e-9);
}

TEST_CASE(
    "against a collector without bonds the vacancies are those of the start and of the charge, at "
    "every reversal") {
  Case c = plain({.strip = 1e9, .plate = 1e9, .monolayers = 0.1, .rest = 1e-12, .cycles = 20});
  c.far_side = Closed{};
  c.ceramic.segregation = 0.05;
  c.initial.vacancy_fraction = 0.3;
  const auto [ends, ending] = cycled(c, 6);
  CHECK(ending.reason == Reason::protocol_end);
  const std::uint32_t start = ending.last.vacancies;
  CHECK(start > 100);
  REQUIRE(ends.samples.size() == 80);
  for (const Sample& s : ends.samples)
    CHECK(s.vacancies == start + (s.ended->part <= CyclePart::rest_stripped ? 10 : 0));
  CHECK(ending.last.events.hops() > 0);
}

TEST_CASE("where nothing moves, stripping and plating leave vacancies as random as they were") {
  Case c = frozen({.strip = density, .plate = density, .monolayers = 0.3, .cycles = 3});
  c.initial.vacancy_fraction = 0.2;
  c.sample_monolayers = 1;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers);
  constexpr int runs = 600, sites = 96;
  std::vector<double> often(sites, 0.0), excess;
  double holes = 0;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const auto [ends, ending] = cycled(c, test::seed(7000 + seed));
    REQUIRE(ending.last.events.hops() == 0);
    const auto& last = ends.holes.back();
    REQUIRE(last.size() == ends.first_holes.size());
    std::vector<bool> vacant(sites, false);
    for (const std::uint64_t n : last) vacant[n] = true;
    double pairs = 0, bonds = 0;
    for (std::uint64_t n = 0; n < sites; ++n) {
      often[n] += vacant[n];
      for (int d = 0; d < lattice::nn1_count; ++d) {
        const lattice::Cell other = slab.neighbour(slab.nth(n), d);
        if (other.k != 0) continue;
        ++bonds;
        pairs += vacant[n] && vacant[slab.number(other)];
      }
    }
    const auto v = static_cast<double>(last.size());
    holes += v;
    excess.push_back(pairs - bonds * v * (v - 1) / (sites * (sites - 1.0)));
  }
  std::vector<std::pair<double, double>> counts;
  counts.reserve(sites);
  for (const double count : often) counts.emplace_back(count, holes / sites);
  CHECK(test::chi_squared_z(counts) < 4);
  CHECK(std::abs(test::mean(excess).z(0)) < test::allowed);
}

TEST_CASE("a rest brings vacancies to equilibrium, and the next finds them so again") {
  Case c = plain({});
  c.temperature = 800;
  c.metal.cells = {4, 3};
  c.metal.layers = 4;
  c.far_side = Closed{};
  c.ceramic.segregation = 0.1;
  c.ceramic.injection.barrier = 0.15;
  c.initial.vacancy_fraction = 0.15;
  const double hop = isolated_rates(c).bulk;
  const double area = 24 * c.metal.lattice_constant * c.metal.lattice_constant / std::sqrt(2.0);
  c.current = Cycle{.strip = hop / area,
                    .plate = hop / area,
                    .monolayers = 1.0 / 24,
                    .rest = 60 / hop,
                    .cycles = 300};
  const double weight = std::exp(0.1 / (constants::boltzmann * 800));
  const auto [ends, ending] = cycled(c, test::seed(8));
  REQUIRE(ending.reason == Reason::protocol_end);
  std::vector<double> stripped, plated;
  for (std::size_t n = 0; n < ends.samples.size(); ++n) {
    const CyclePart part = ends.samples[n].ended->part;
    const auto in_layer = static_cast<double>(ends.holes[n].size());
    if (part == CyclePart::rest_stripped) stripped.push_back(in_layer);
    if (part == CyclePart::rest_plated) plated.push_back(in_layer);
  }
  const auto v = static_cast<int>(ending.last.vacancies);
  CHECK(std::abs(test::batch_mean(plated, 30).z(mean_in_layer(v, 24, 72, weight))) < test::allowed);
  CHECK(std::abs(test::batch_mean(stripped, 30).z(mean_in_layer(v + 1, 24, 72, weight))) <
        test::allowed);
}

TEST_CASE("an onset says in which cycle it was, and none how many cycles there were") {
  Case c = frozen({.strip = density, .plate = density / 2, .time = 0.02, .cycles = 40});
  c.sample_monolayers = 0.01;
  c.onset.window_monolayers = 0.05;
  c.onset.coverage_threshold = 0.9;
  c.stop = Stop::onset;
  const double period = 0.04;
  const Ending lost = run(c, 9, {}, {}, {});
  const OnsetResult& onset = lost.onsets[static_cast<std::size_t>(Detector::coverage)];
  REQUIRE(onset.detected);
  CHECK(onset.cycle == static_cast<std::uint32_t>(onset.time / period) + 1);
  CHECK(onset.cycle > 2);
  CHECK(std::fmod(onset.time, period) < 0.02);
  CHECK(std::abs(onset.density / density - 1) < 1e-12);
  c.current = Cycle{.strip = density, .plate = density, .monolayers = 0.3, .cycles = 7};
  const OnsetResult none = run(c, 9, {}, {}, {}).onsets[1];
  CHECK_FALSE(none.detected);
  CHECK(none.censored == Censored::right);
  CHECK(none.cycle == 7);
  std::get<Cycle>(c.current).monolayers = 1.2;
  const Ending gone = run(c, 9, {}, {}, {});
  CHECK(gone.onsets[1].detected);
  CHECK(gone.onsets[1].cycle == 1);
}

TEST_CASE("cycles that cannot be are refused") {
  const Cycle good{.strip = density, .plate = density, .monolayers = 0.3, .cycles = 2};
  Cycle bad = good;
  bad.plate = -density;
  CHECK(test::refusal(plain(bad)).find("both currents") != std::string::npos);
  bad = good;
  bad.time = 1;
  CHECK(test::refusal(plain(bad)).find("one length") != std::string::npos);
  bad = good;
  bad.monolayers = 0.005;
  CHECK(test::refusal(plain(bad)).find("less than an atom") != std::string::npos);
  Case c = plain(good);
  c.onset.primary = Detector::voltage;
  c.stop = Stop::onset;
  CHECK(test::refusal(c).find("rising current") != std::string::npos);
  // a collector can take no atom where no vacancy is at the interface
  c = frozen(good);
  c.far_side = Closed{};
  std::get<Cycle>(c.current).plate = density;
  std::get<Cycle>(c.current).monolayers = 0.1;
  CHECK(run(c, 1, {}, {}, {}).reason == Reason::protocol_end);
}
