#include "ensemble/growth.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "kmc/random.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using namespace lacuna::interface;

namespace {

constexpr int vacancies = 12;

// A void in a slab so small and hot that trials are cheap, and a search that is content with
// little.
Case with_void() {
  Case c;
  c.temperature = 400;
  c.metal.cells = {8, 6};
  c.metal.layers = 6;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
  c.ceramic.injection.barrier = 0.10;
  c.initial.void_vacancies = vacancies;
  c.onset.primary = Detector::growth;
  c.onset.growth = {0.8, 0.5, 9};
  c.current = Constant{0.01 * predicted_density(c), 1, 0};
  return c;
}

// How many of 20 voids double rather than halve at a constant current, by runs that know nothing of
// a search.
int grown(Case c, double density) {
  c.onset.primary = Detector::cluster;
  c.onset.cluster_size = 2 * vacancies;
  c.limits.void_below = vacancies / 2;
  c.sample_monolayers = 0.01;
  c.current = Constant{density, 1000, 0};
  int count = 0;
  for (std::uint64_t s = 1; s <= 20; ++s) {
    const Ending e = run(c, test::seed(100 + s), {}, {}, {});
    REQUIRE(e.reason != Reason::protocol_end);
    count += e.reason != Reason::limit;  // or the void reached the top between two samples
  }
  return count;
}

}  // namespace

TEST_CASE(
    "the sequential test errs as seldom as it states where the chance is a quarter or three "
    "quarters") {
  for (const double confidence : {0.8, 0.95, 0.99}) {
    CAPTURE(confidence);
    const int margin = GrowthTest(confidence).margin();
    // Ruin of a gambler whose odds are three to one against him, with equal stakes
    const double exact = 1 / (1 + std::pow(3, margin));
    CHECK(exact <= 1 - confidence);
    CHECK(1 / (1 + std::pow(3, margin - 1)) > 1 - confidence);
    for (const double chance : {0.25, 0.75}) {
      kmc::Stream random(test::seed(7), 1);
      constexpr std::size_t tests = 20000;
      std::size_t wrong = 0;
      for (std::size_t n = 0; n < tests; ++n) {
        GrowthTest test(confidence);
        while (!test.verdict()) test.add(random.uniform() < chance);
        wrong += *test.verdict() != (chance > 0.5);
      }
      CHECK(std::abs(test::share(wrong, tests, exact).z(exact)) < test::allowed);
    }
  }
}

TEST_CASE("a verdict needs the margin, on either side") {
  GrowthTest test(0.95);
  CHECK(test.margin() == 3);
  for (const bool grew : {true, true, false, true}) test.add(grew);
  CHECK_FALSE(test.verdict().has_value());
  test.add(true);
  CHECK(test.verdict() == true);
  for (int n = 0; n < 6; ++n) test.add(false);
  CHECK(test.verdict() == false);
}

TEST_CASE("a run ends when its void has become smaller than is allowed") {
  Case c = with_void();
  c.onset.primary = Detector::coverage;
  c.stop = Stop::end;
  c.current = Constant{1e-4 * predicted_density(c), 10, 0};
  c.sample_monolayers = 0.01;
  const Ending whole = run(c, 5, {}, {}, {});
  CHECK(whole.reason == Reason::protocol_end);
  CHECK(whole.last.largest_near < vacancies / 2);  // it would shrink for good
  c.limits.void_below = vacancies / 2;
  const Ending ended = run(c, 5, {}, {}, {});
  CHECK(ended.reason == Reason::limit);
  CHECK(ended.last.largest_near < vacancies / 2);
  CHECK(ended.last.time < whole.last.time);
}

TEST_CASE("what is not asked for, cannot be found or is stopped is not searched for") {
  Case c = with_void();
  c.onset.primary = Detector::cluster;
  CHECK_THROWS_AS(static_cast<void>(growth_threshold(c, 1, {})), InputError);
  c = with_void();
  c.initial.void_vacancies = 9;
  CHECK_THROWS_WITH_AS(static_cast<void>(growth_threshold(c, 1, {})),
                       doctest::Contains("initial.void_vacancies"), InputError);
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(growth_threshold(with_void(), 1, stop.get_token()).has_value());
}

TEST_SUITE("physics") {
  TEST_CASE(
      "the growth threshold lies between a current where voids shrink and one where they grow") {
    const Case c = with_void();
    const double low = 0.002 * predicted_density(c), high = 0.1 * predicted_density(c);
    CHECK(grown(c, low) <= 2);
    CHECK(grown(c, high) >= 18);
    const auto found = growth_threshold(c, test::seed(1), {});
    REQUIRE(found);
    CHECK(found->onset.detected);
    CHECK(found->onset.censored == Censored::no);
    CHECK(found->onset.density > low);
    CHECK(found->onset.density < high);
    CHECK(found->low <= found->onset.density);
    CHECK(found->high >= found->onset.density);
    CHECK(found->ending.reason == Reason::onset);
    CHECK(found->ending.onsets[static_cast<std::size_t>(Detector::growth)].density ==
          found->onset.density);
    CHECK(found->onset.cycle == 0);
    CHECK(found->onset.largest_cluster == found->ending.last.largest_near);
    std::uint64_t hops = 0;
    for (const GrowthTrial& trial : found->trials) hops += trial.hops;
    CHECK(found->ending.last.events.hops() == hops);

    const auto again = growth_threshold(c, test::seed(1), {}),
               other = growth_threshold(c, test::seed(2), {});
    REQUIRE((again && other));
    CHECK(again->onset.density == found->onset.density);
    CHECK(again->ending.last.events.trials == found->ending.last.events.trials);
    CHECK(other->ending.last.events.trials != found->ending.last.events.trials);
  }

  TEST_CASE("a void that grows without current leaves its threshold left-censored") {
    Case c = with_void();
    c.temperature = 250;
    c.initial.void_vacancies = 24;
    c.far_side = Equilibrium{{0.15}};  // 0.42 eV would be the lattice's own
    const auto found = growth_threshold(c, 1, {});
    REQUIRE(found);
    CHECK_FALSE(found->onset.detected);
    CHECK(found->onset.censored == Censored::left);
    CHECK(found->low == 0.0);
    CHECK(found->onset.density == found->high);
    CHECK(found->high < 1e-8 * predicted_density(c));
    CHECK(found->ending.reason == Reason::protocol_end);
    for (const GrowthTrial& trial : found->trials) CHECK(trial.grew);
  }
}
