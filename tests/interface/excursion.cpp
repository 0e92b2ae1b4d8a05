// Exact results 4, 5, 4' and 5', and everything else that is known of a walk between two layers.

#include "interface/excursion.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <vector>

#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Cell;
using lattice::Normal;
using lattice::Slab;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};

Slab slab(Normal normal) { return {normal, 4.29, {8, 8}, 8}; }

double mean_square_climb(Normal normal) {
  double sum = 0;
  for (const int climb : test::climbs(normal)) sum += climb * climb / 8.0;
  return sum;
}

// Walks from layer `start` with everything below layer 1 home and layer `sink` the end.
struct Walks {
  double escaped = 0;
  test::Mean hops;
};
Walks walks(Normal normal, int sink, int start, int count, std::uint64_t seed) {
  const Excursions draw(slab(normal), 1, sink);
  kmc::Stream random(test::seed(seed), 7);
  Walks w;
  for (int n = 0; n < count; ++n) {
    const Excursion e = draw({0, 0, start}, random);
    w.escaped += e.direction == Excursion::absorbed;
    w.hops.add(static_cast<double>(e.hops));
  }
  return w;
}

// The layers' linear balance, row by row: u(l) = source + mean of u over the eight hops, with
// `at_sink` there and 0 below layer 1, or (reflecting) layers 0 and up, a hop below 0 being
// refused.
std::vector<double> balance(Normal normal, int sink, double source, double at_sink,
                            bool reflecting = false) {
  const int first = reflecting ? 0 : 1;
  const auto n = static_cast<std::size_t>(sink - first);
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
  std::vector<double> b(n, source);
  for (int l = first; l < sink; ++l) {
    const auto row = static_cast<std::size_t>(l - first);
    a[row][row] += 1;
    for (const int climb : test::climbs(normal)) {
      const int to = l + climb;
      if (to >= sink)
        b[row] += at_sink / 8;
      else if (to >= first)
        a[row][static_cast<std::size_t>(to - first)] -= 1.0 / 8;
      else if (reflecting)
        a[row][row] -= 1.0 / 8;
    }
  }
  return test::solve_dense(a, b);
}

// A harmonic function far from a thin layer at each end is a straight line, so of the same numbers
// at two sinks a third follows: 1/p(start) is linear in the sink's layer.
double escape(Normal normal, int sink, int start) {
  const auto direct = [&](int l) {
    return balance(normal, l, 0, 1)[static_cast<std::size_t>(start - 1)];
  };
  if (sink <= 100) return direct(sink);
  const double near = 1 / direct(50), far = 1 / direct(100);
  return 1 / (near + (far - near) * (sink - 50) / 50.0);
}

Excursion hop_by_hop(const Slab& s, int sink, int start, kmc::Stream& random) {
  Excursion e;
  Cell at{0, 0, start};
  while (at.k < sink && e.direction == Excursion::absorbed) {
    const auto d = static_cast<std::int32_t>(random.below(8));
    e.last = at;
    at = at + s.steps()[static_cast<std::size_t>(d)];
    ++e.hops;
    if (at.k < 1) e.direction = d;
  }
  return e;
}

// Two samples of a whole number: chi squared of their counts, as a normal deviate. Pooled to at
// least twenty of both together.
double two_sample_deviate(const std::vector<long>& a, const std::vector<long>& b) {
  std::map<long, std::array<double, 2>> counts;
  for (const long x : a) ++counts[x][0];
  for (const long x : b) ++counts[x][1];
  const double share = static_cast<double>(a.size()) / static_cast<double>(a.size() + b.size());
  double chi_square = 0, cells = 0, rest = static_cast<double>(a.size() + b.size());
  std::array<double, 2> pool{};
  for (const auto& [x, count] : counts) {
    for (std::size_t n = 0; n < 2; ++n) pool[n] += count[n];
    rest -= count[0] + count[1];
    const double both = pool[0] + pool[1];
    if (both < 20 || (rest < 20 && rest > 0)) continue;
    chi_square += std::pow(pool[0] - share * both, 2) / (both * share * (1 - share));
    ++cells;
    pool = {};
  }
  const double freedom = cells - 1, spread = 2 / (9 * freedom);
  return (std::cbrt(chi_square / freedom) - (1 - spread)) / std::sqrt(spread);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE(
      "a vacancy one layer up reaches the sink L layers on with probability 1/L, on (111) that of "
      "the balance") {
    for (const Normal normal : normals)
      for (const int sink : {10, 1000, 1000000}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(sink);
        constexpr int count = 100000;
        for (const int start : {1, 2, 3}) {
          const double exact = escape(normal, sink, start);
          if (normal != Normal::n111)
            CHECK(exact == doctest::Approx(start / double(sink)).epsilon(1e-9));
          const double found = walks(normal, sink, start, count, 1).escaped;
          CHECK(std::abs(found - count * exact) < test::allowed * std::sqrt(count * exact) + 3);
        }
      }
  }
}

TEST_CASE("on (111) the escape from layers 1, 2 and 3 is (1.508, 2.536, 3.430)/(L + 0.925)") {
  for (const int start : {1, 2, 3})
    CHECK(escape(Normal::n111, 100000, start) * (100000 + 0.925) ==
          doctest::Approx(std::array{1.508, 2.536, 3.430}[static_cast<std::size_t>(start - 1)])
              .epsilon(1e-3));
}

TEST_SUITE("physics") {
  TEST_CASE(
      "a walk from a share of the way up escapes with that probability, after h (L - h) / σ² "
      "hops") {
    for (const Normal normal : normals)
      for (const int sink : {1000, 1000000})
        for (const int part : {10, 3, 2}) {
          CAPTURE(static_cast<int>(normal));
          CAPTURE(sink);
          CAPTURE(part);
          constexpr int count = 4000;
          // (111): a straight line between the ends moved out by 0.4626 layers
          const double shift = normal == Normal::n111 ? 0.4626 : 0.0;
          const double height = sink / part + shift, width = sink + 2 * shift,
                       share = height / width;
          const Walks w = walks(normal, sink, sink / part, count, 2);
          CHECK(std::abs(test::share(static_cast<std::size_t>(w.escaped), count, share).z(share)) <
                test::allowed);
          CHECK(std::abs(w.hops.deviate(height * (width - height) / mean_square_climb(normal))) <
                test::allowed);
        }
  }
}

// MFPT Γ from layer 0 on, with Γ the rate of leaving a layer: 4 of 8 hops on (110), all elsewhere.
void check_first_passage(Normal normal, int sink, int count, double exact, std::uint64_t seed) {
  CAPTURE(static_cast<int>(normal));
  CAPTURE(sink);
  const Excursions draw(slab(normal), 1, sink);
  const auto climbs = test::climbs(normal);
  kmc::Stream random(test::seed(seed), 7);
  test::Mean hops;
  for (int n = 0; n < count; ++n) {
    std::uint64_t passed = 0;
    int layer = 0;
    while (layer < sink) {
      if (layer > 0) {
        const Excursion e = draw({0, 0, layer}, random);
        passed += e.hops;
        if (e.direction == Excursion::absorbed) break;
        layer = e.last.k + climbs[static_cast<std::size_t>(e.direction)];
        // below layer 0 there is nothing to hop to: the vacancy stays where it was
        if (layer < 0) layer = e.last.k;
        continue;
      }
      const int climb = climbs[random.below(8)];
      ++passed;
      if (climb > 0) layer = climb;
    }
    hops.add(static_cast<double>(passed));
  }
  CHECK(std::abs(hops.deviate(exact)) < test::allowed);
}

TEST_CASE(
    "from a reflecting layer 0 the mean first passage is N(N+1)/Γ, on (111) that of the balance") {
  for (const Normal normal : normals) {
    const double moving = normal == Normal::n110 ? 0.5 : 1.0;
    const double exact = balance(normal, 10, 1, 0, true)[0];
    if (normal == Normal::n111)
      CHECK(exact == doctest::Approx(40.80).epsilon(1e-3));
    else
      CHECK(exact * moving == doctest::Approx(110).epsilon(1e-9));
    check_first_passage(normal, 10, 20000, exact, 3);
  }
  for (const Normal normal : {Normal::n110, Normal::n100})
    check_first_passage(normal, 1000, 300, 1000.0 * 1001 / (normal == Normal::n110 ? 0.5 : 1.0), 4);
  check_first_passage(Normal::n111, 300, 1000, balance(Normal::n111, 300, 1, 0, true)[0], 4);
}

TEST_CASE("a leap meets an end with a probability below what is neglected") {
  for (const Normal normal : normals) {
    const Excursions draw(slab(normal), 1, 1000);
    const auto climbs = test::climbs(normal);
    for (int room = 2; room <= 90; room += 8) {
      CAPTURE(room);
      // room - 1 layers above the floor's, so that the first layer that is too low is `room` below
      const int width = 2 * room - 1;
      std::vector<double> chance(static_cast<std::size_t>(width), 0.0), next;
      chance[static_cast<std::size_t>(room - 1)] = 1;
      double met = 0;
      for (std::uint64_t hop = 0; hop < draw.leap(room); ++hop) {
        next.assign(chance.size(), 0.0);
        for (int l = 0; l < width; ++l)
          for (const int climb : climbs) {
            const double share = chance[static_cast<std::size_t>(l)] / 8;
            if (l + climb < 0 || l + climb >= width)
              met += share;
            else
              next[static_cast<std::size_t>(l + climb)] += share;
          }
        chance.swap(next);
      }
      CHECK(met <= Excursions::neglected);
    }
    CHECK(draw.leap(90) > 40);
  }
}

TEST_CASE("excursions end, last and stray as walks do that are made hop by hop") {
  for (const Normal normal : normals)
    for (const int start : {1, 3, 40}) {
      CAPTURE(static_cast<int>(normal));
      CAPTURE(start);
      constexpr int sink = 80, count = 6000;
      const Slab s = slab(normal);
      const Excursions draw(s, 1, sink);
      kmc::Stream random(test::seed(5), 7);
      // what is compared: how it ended and from which layer, when, and where
      const std::function<long(const Excursion&)> seen[] = {
          [](const Excursion& e) { return 100L * e.last.k + e.direction; },
          [](const Excursion& e) {
            return e.direction == Excursion::absorbed ? -1L : long(e.hops);
          },
          [](const Excursion& e) {
            return e.direction == Excursion::absorbed ? long(e.hops) : -1L;
          },
          [](const Excursion& e) { return long(e.last.i); },
          [](const Excursion& e) { return long(e.last.j); },
          [](const Excursion& e) { return long(e.last.i) + e.last.j + long(e.hops % 5) * 1000; },
          [](const Excursion& e) { return long(e.last.i) - 2L * e.last.j; }};
      constexpr std::size_t features = std::size(seen);
      std::array<std::vector<long>, features> drawn, walked;
      for (int n = 0; n < count; ++n) {
        const Excursion a = draw({0, 0, start}, random), b = hop_by_hop(s, sink, start, random);
        for (std::size_t f = 0; f < features; ++f) {
          drawn[f].push_back(seen[f](a));
          walked[f].push_back(seen[f](b));
        }
      }
      for (std::size_t f = 0; f < features; ++f) {
        CAPTURE(f);
        CHECK(two_sample_deviate(drawn[f], walked[f]) < test::allowed);
        CHECK(test::two_sample_kolmogorov(drawn[f], walked[f]) < 2.3);
      }
    }
}

TEST_CASE("an excursion that starts at the sink or beyond is absorbed without a hop") {
  const Excursions draw(slab(Normal::n111), 8, 9);
  kmc::Stream random(1, 7);
  for (const int layer : {9, 10}) {
    const Excursion e = draw({1, 2, layer}, random);
    CHECK(e.direction == Excursion::absorbed);
    CHECK(e.hops == 0);
  }
}

TEST_SUITE("all") {
  TEST_CASE("from a reflecting layer 0 the mean first passage over a million layers is N(N+1)/Γ") {
    for (const Normal normal : {Normal::n110, Normal::n100})
      check_first_passage(normal, 1000000, 12,
                          1e6 * (1e6 + 1) / (normal == Normal::n110 ? 0.5 : 1.0), 6);
  }
}
