#include "kmc/composition_rejection.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "tests/oracles/linear_scan.hpp"
#include "tests/oracles/statistics.hpp"
#include "tests/oracles/sum_tree.hpp"

using namespace lacuna;
using kmc::Carrier, kmc::CompositionRejection, kmc::Pick;
using test::LinearScan, test::SumTree;

static_assert(kmc::Selector<CompositionRejection>);

namespace {

constexpr double largest_u = 1.0 - 0x1p-53;

template <class S>
S selector_of(const std::vector<double>& bounds, double scale = 1.0) {
  S selector(scale);
  for (std::uint32_t c = 0; c < bounds.size(); ++c) selector.insert({c}, bounds[c]);
  return selector;
}

template <class S>
S restored(const S& selector, double scale = 1.0) {
  kmc::Writer w;
  selector.save(w);
  kmc::Reader r(w.bytes());
  S copy(scale);
  copy.load(r);
  r.finish();
  return copy;
}

// The measure of all u in [0, 1) that select each carrier and are accepted (remainder < bound),
// found exactly up to rounding, by halving: two u with the same carrier and remainders as far
// apart as the u themselves lie on one straight piece, and there is nothing else between them.
template <class S>
class Measure {
 public:
  Measure(S& selector, const std::vector<double>& bounds)
      : selector_(selector),
        bounds_(bounds),
        total_(selector.total()),
        accepted(bounds.size(), 0.0) {
    piece(0, (std::uint64_t{1} << 53) - 1);
  }

 private:
  [[nodiscard]] Pick at(std::uint64_t n) {
    return selector_.pick(static_cast<double>(n) * 0x1p-53);
  }
  // all u = n 2^-53 with first <= n <= last
  void piece(std::uint64_t first, std::uint64_t last) {
    const Pick a = at(first), b = at(last);
    const double length = static_cast<double>(last - first) * 0x1p-53 * total_;
    const bool straight =
        a.carrier == b.carrier && std::abs(b.remainder - a.remainder - length) < 1e-15 * total_;
    if (first != last && !straight) {
      const std::uint64_t middle = first + (last - first) / 2;
      piece(first, middle);
      piece(middle + 1, last);
      return;
    }
    const double end = std::min(a.remainder + length + 0x1p-53 * total_, bounds_[a.carrier.value]);
    accepted[a.carrier.value] += std::max(0.0, end - a.remainder) / total_;
  }

  S& selector_;
  const std::vector<double>& bounds_;
  double total_;

 public:
  std::vector<double> accepted;  ///< (carriers)
};

// The largest difference between a carrier's accepted measure times the total and its bound, in
// units of the total; a carrier without a bound must have none at all.
template <class S>
double misfit(S& selector, const std::vector<double>& bounds) {
  const Measure<S> measure(selector, bounds);
  double worst = 0;
  for (std::size_t c = 0; c < bounds.size(); ++c) {
    if (bounds[c] == 0 && measure.accepted[c] > 0) return INFINITY;
    worst = std::max(worst, std::abs(measure.accepted[c] - bounds[c] / selector.total()));
  }
  return worst;
}

// Bounds spread evenly in the logarithm over `decades` below 1, some of them zero.
double random_bound(std::mt19937_64& random, double decades) {
  const double x = std::generate_canonical<double, 53>(random);
  return random() % 5 == 0 ? 0.0 : std::pow(10.0, -decades * x);
}

// Random insertions, updates and deletions, the same to a selector and a plain list.
template <class S>
class Shadowed {
 public:
  Shadowed(double scale, std::uint64_t seed) : selector(scale), random_(seed) {}
  void change() {
    const auto carriers = static_cast<std::uint32_t>(bounds.size());
    const std::uint64_t what = random_() % 5;
    const double bound = random_bound(random_, 10);
    if (carriers == 0 || (what == 0 && carriers < 60)) {
      selector.insert({carriers}, bound);
      bounds.push_back(bound);
    } else if (what == 1) {
      const auto c = static_cast<std::uint32_t>(random_() % carriers);
      selector.erase({c});
      bounds[c] = bounds.back();
      bounds.pop_back();
    } else {
      const auto c = static_cast<std::uint32_t>(random_() % carriers);
      selector.update({c}, bound);
      bounds[c] = bound;
    }
  }
  [[nodiscard]] bool possible() const {
    return std::any_of(bounds.begin(), bounds.end(), [](double b) { return b > 0; });
  }

  S selector;
  std::vector<double> bounds;

 private:
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE_TEMPLATE(
    "every carrier owns exactly its bound's share of [0, 1), over ten decades of bounds", S,
    CompositionRejection, SumTree, LinearScan) {
  std::mt19937_64 random(3);
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::vector<double> bounds(40);
    for (double& b : bounds) b = random_bound(random, 10);
    bounds.front() = 1.0;
    S selector = selector_of<S>(bounds);
    CHECK(misfit(selector, bounds) < 1e-14);
  }
}

TEST_CASE_TEMPLATE("shares stay exact through random insertions, updates and deletions", S,
                   CompositionRejection, SumTree, LinearScan) {
  Shadowed<S> twin(1.0, 5);
  for (int round = 0; round < 150; ++round) {
    for (int n = 0; n < 40; ++n) twin.change();
    if (twin.possible())
      CHECK(misfit(twin.selector, twin.bounds) < 1e-14);
    else
      CHECK(twin.selector.total() == 0.0);
  }
}

TEST_CASE_TEMPLATE("a selector saved and loaded goes on bit for bit", S, CompositionRejection,
                   SumTree, LinearScan) {
  Shadowed<S> twin(0.3, 7);
  std::mt19937_64 random(8);
  for (int round = 0; round < 30; ++round) {
    for (int n = 0; n < 50; ++n) twin.change();
    S copy = restored(twin.selector, 0.3);
    Shadowed<S> same = twin;
    same.selector = copy;
    for (int n = 0; n < 50; ++n) {
      twin.change();
      same.change();
      REQUIRE(same.selector.total() == twin.selector.total());
      if (!twin.possible()) continue;
      const double u = std::generate_canonical<double, 53>(random);
      const Pick a = twin.selector.pick(u), b = same.selector.pick(u);
      CHECK(a.carrier == b.carrier);
      CHECK(a.remainder == b.remainder);
    }
  }
}

TEST_CASE_TEMPLATE(
    "a carrier without a bound is never selected, whatever the bounds and the rounding", S,
    CompositionRejection, SumTree, LinearScan) {
  std::mt19937_64 random(9);
  int wrong = 0, tried = 0;
  for (int repeat = 0; repeat < 3000; ++repeat) {
    std::vector<double> bounds(1 + random() % 40);
    for (double& b : bounds)
      b = random() % 4 != 0 ? 0.0 : random_bound(random, repeat % 2 == 0 ? 18 : 0.01) / 3;
    S selector = selector_of<S>(bounds);
    if (selector.total() == 0) continue;
    for (const double u : {0.0, 0x1p-53, 1.0 / 3, 0.5, 1 - 0x1p-52, largest_u}) {
      const Pick pick = selector.pick(u);
      if (pick.carrier.value >= bounds.size() || bounds[pick.carrier.value] == 0 ||
          !(pick.remainder >= 0))
        ++wrong;
      ++tried;
    }
  }
  CHECK(wrong == 0);
  CHECK(tried > 10000);
}

TEST_CASE_TEMPLATE("the total is 0 without carriers, and with none that has a bound", S,
                   CompositionRejection, SumTree, LinearScan) {
  S selector(1.0);
  CHECK(selector.total() == 0.0);
  selector.insert({0}, 0.0);
  selector.insert({1}, 0.7);
  CHECK(selector.total() > 0.0);
  selector.update({1}, 0.0);
  CHECK(selector.total() == 0.0);
  selector.erase({0});
  selector.erase({0});
  CHECK(selector.total() == 0.0);
}

TEST_CASE_TEMPLATE("a carrier out of turn, and a bound that is no rate, are refused", S,
                   CompositionRejection, SumTree, LinearScan) {
  S selector(1.0);
  selector.insert({0}, 1.0);
  CHECK_THROWS_AS(selector.insert({2}, 1.0), Error);
  for (const double bound : {-1.0, -1e-300, std::nan(""), static_cast<double>(INFINITY)}) {
    CAPTURE(bound);
    CHECK_THROWS_AS(selector.update({0}, bound), Error);
  }
  CHECK(selector.total() == 1.0);
}

TEST_CASE("the tree and the scan find the same carrier at the same u where sums are exact") {
  std::mt19937_64 random(11);
  std::vector<double> bounds(100);
  for (double& b : bounds) b = static_cast<double>(random() % 8);
  SumTree tree = selector_of<SumTree>(bounds);
  LinearScan scan = selector_of<LinearScan>(bounds);
  CHECK(tree.total() == scan.total());
  int wrong = 0;
  for (int n = 0; n < 20000; ++n) {
    const double u = std::generate_canonical<double, 53>(random);
    const Pick a = tree.pick(u), b = scan.pick(u);
    if (a.carrier != b.carrier || std::abs(a.remainder - b.remainder) > 1e-12) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a bound equal to the scale loses nothing, and no bound more than a third") {
  std::mt19937_64 random(13);
  for (const double scale : {1.0, 3e12, 1.3e13 / 7, 0.1, 1e-30}) {
    CAPTURE(scale);
    CHECK(selector_of<CompositionRejection>({scale}, scale).total() == scale);
    CHECK(selector_of<CompositionRejection>({scale, scale, scale}, scale).total() == 3 * scale);
    double least = 2, most = 0;
    for (int n = 0; n < 20000; ++n) {
      const double bound =
          scale * std::pow(10.0, 12 - 40 * std::generate_canonical<double, 53>(random));
      const double weight = selector_of<CompositionRejection>({bound}, scale).total();
      least = std::min(least, weight / bound);
      most = std::max(most, weight / bound);
    }
    CHECK(least >= 1 - 1e-15);
    CHECK(most <= 1.5 * (1 + 1e-15));
    CHECK(most > 1.49);
  }
}

TEST_CASE("a bound on the edge between two groups belongs to the lower one, and loses nothing") {
  int wrong = 0;
  for (int octave = -100; octave < 60; ++octave)
    for (int half = 0; half < 2; ++half) {
      const double edge = std::ldexp(1 + half / 2.0, octave),
                   next = std::ldexp(1 + (half + 1) / 2.0, octave);
      if (selector_of<CompositionRejection>({edge}).total() != edge) ++wrong;
      if (selector_of<CompositionRejection>({std::nextafter(edge, 0.0)}).total() != edge) ++wrong;
      if (selector_of<CompositionRejection>({std::nextafter(edge, INFINITY)}).total() != next)
        ++wrong;
    }
  CHECK(wrong == 0);
}

TEST_CASE(
    "bounds as far from the scale as groups reach are selected from, and farther ones keep their "
    "share or are "
    "refused") {
  for (const double bound : {0x1p64, 0x1p-190, 0x1p-250, 1e-300, 5e-324}) {
    CAPTURE(bound);
    CompositionRejection selector = selector_of<CompositionRejection>({0.0, bound});
    CHECK(selector.total() >= bound);
    CHECK(selector.pick(0.0).carrier == Carrier{1});
    CHECK(selector.pick(largest_u).carrier == Carrier{1});
  }
  const std::vector<double> tiny{0x1p-200, 0x1p-195, 0x1p-201};
  CompositionRejection selector = selector_of<CompositionRejection>(tiny);
  CHECK(misfit(selector, tiny) < 1e-14);
  try {
    selector_of<CompositionRejection>({0x1.1p64});
    FAIL("a bound beyond all groups was taken");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("cannot be selected from") != std::string::npos);
  }
  for (const double scale : {0.0, -1.0, std::nan(""), static_cast<double>(INFINITY)})
    CHECK_THROWS_AS(CompositionRejection{scale}, Error);
}

TEST_CASE("a saved selector with a carrier missing, twice, or unknown is refused") {
  CompositionRejection selector = selector_of<CompositionRejection>({1.0, 1.0, 1.0});
  kmc::Writer w;
  selector.save(w);
  const std::string bytes = w.bytes();
  const auto load = [](const std::string& state) {
    kmc::Reader r(state);
    CompositionRejection copy(1.0);
    copy.load(r);
  };
  CHECK_NOTHROW(load(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS(load(bytes.substr(0, size)), kmc::CheckpointError);
  // the carriers' numbers 0, 1, 2 stand together as 32-bit words
  const std::size_t second = bytes.find(std::string("\0\0\0\0\1\0\0\0\2\0\0\0", 12)) + 4;
  REQUIRE(second < bytes.size());
  for (const char number : {'\0', '\2', '\3', '\x7f'}) {
    std::string wrong = bytes;
    wrong[second] = number;
    CHECK_THROWS_AS(load(wrong), kmc::CheckpointError);
  }
}

namespace {

// The total after many updates, and that of a selector which counts its carriers anew.
template <class S>
void check_no_drift(std::uint64_t updates) {
  std::mt19937_64 random(17);
  std::vector<double> table(256);
  for (double& b : table) b = random_bound(random, 10) / 3;
  std::vector<double> bounds(500, 1.0 / 3);
  S selector = selector_of<S>(bounds);
  double sum = 0;
  for (std::uint64_t n = 0; n < updates; ++n) {
    const std::uint64_t word = random();
    const auto c = static_cast<std::uint32_t>(word % 500);
    bounds[c] = table[word >> 56];
    selector.update({c}, bounds[c]);
    if (n % 64 == 0) sum += selector.total();
  }
  CHECK(sum > 0);
  kmc::Writer saved;
  selector.save(saved);
  kmc::Reader reader(saved.bytes());
  S anew(1.0);
  anew.load(reader);
  CHECK(selector.total() == anew.total());
  // groups that emptied and filled again may stand in another order, but weigh the same
  CHECK(misfit(selector, bounds) < 1e-13);
}

}  // namespace

TEST_CASE_TEMPLATE("after a million updates the total is the sum made anew, bit for bit", S,
                   CompositionRejection, SumTree) {
  check_no_drift<S>(1000000);
}

TEST_SUITE("all") {
  TEST_CASE("after 10^8 updates the total is the sum made anew, bit for bit") {
    check_no_drift<CompositionRejection>(100000000);
  }
}

TEST_SUITE("physics") {
  TEST_CASE_TEMPLATE("carriers are selected and accepted in proportion to their bounds", S,
                     CompositionRejection, SumTree, LinearScan) {
    std::mt19937_64 seeds(test::seed(19));
    for (const double decades : {0.2, 3.0}) {
      CAPTURE(decades);
      std::vector<double> bounds(60);
      for (double& b : bounds) b = random_bound(seeds, decades);
      S selector = selector_of<S>(bounds);
      const double total = selector.total();
      kmc::Stream stream(seeds(), 0);
      std::vector<double> observed(bounds.size() + 1), expected;
      constexpr int draws = 400000;
      for (int n = 0; n < draws; ++n) {
        const Pick pick = selector.pick(stream.uniform());
        // the last bin counts the null events
        ++observed[pick.remainder < bounds[pick.carrier.value] ? pick.carrier.value
                                                               : bounds.size()];
      }
      double exact = 0;
      for (const double b : bounds) {
        expected.push_back(draws * b / total);
        exact += b;
      }
      expected.push_back(draws * std::max(0.0, 1 - exact / total));
      if (expected.back() < 1e-6) expected.back() = 0;  // rounding, where there are no null events
      CHECK(std::abs(test::chi_square_deviate(observed, expected)) < test::allowed);
    }
  }
}
