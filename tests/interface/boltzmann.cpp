// Exact result 10: in a closed cell, every state is visited as long as Boltzmann says.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/closed_cell.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/oracles/boltzmann_constant.hpp"
#include "tests/oracles/linear_scan.hpp"
#include "tests/oracles/sum_tree.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;
using lattice::Boundary;
using lattice::Cell;
using lattice::Normal;
using test::Box, test::closed_cell, test::States;

namespace {

BarrierEntry saddle(int from1, int from2, int to1, int to2, double barrier) {
  BarrierEntry e;
  e.from_nn1 = static_cast<std::uint8_t>(from1);
  e.from_nn2 = static_cast<std::uint8_t>(from2);
  e.to_nn1 = static_cast<std::uint8_t>(to1);
  e.to_nn2 = static_cast<std::uint8_t>(to2);
  e.barrier = barrier;
  return e;
}

/// Looks at the state at equal intervals of simulated time, long enough for it to forget, so that
/// looks are independent and find each state in proportion to the time spent in it.
/// Gives the chi-squared of all looks as a normal deviate.
template <class Selector, class Model>
double deviate(const Box& box, Bounding bounding, std::uint64_t seed, std::size_t looks_per_state) {
  const Case& c = box.values;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers,
                           box.boundary);
  const States states(box, slab);
  Model model(c, slab, bounding);
  kmc::Changes ignored;
  for (std::size_t n = 0; n < box.vacancies; ++n)
    model.vacate({static_cast<int>(n % 3), 0, static_cast<int>(n / 3)}, ignored);
  kmc::Engine<Model, Selector> engine(model, Selector(model.scale()), kmc::Stream(seed, 1));
  // Slowest: apart from a bond (e1 + 2 e2 or so above the migration barrier), out of the interface,
  // and out of its deepest sites.
  double deepest = c.ceramic.segregation;
  for (const SiteClass& extra : c.ceramic.more_classes)
    deepest = std::max(deepest, extra.segregation);
  const double kT = kB * c.temperature;
  const double bond = c.metal.bond_nn1 + 2 * c.metal.bond_nn2;
  const double slowest =
      1e13 * std::exp(-(0.05 + 0.5 * bond + deepest - c.ceramic.segregation) / kT);
  const double gap = 3 / slowest;
  const std::size_t looks = looks_per_state * states.size();
  std::vector<double> seen(states.size(), 0.0);
  for (std::size_t n = 0; n < looks + 20; ++n) {
    engine.advance(static_cast<double>(n + 1) * gap, ~std::uint64_t{0});
    if (n >= 20) ++seen[states.of(model)];
  }
  model.check();
  std::vector<std::pair<double, double>> cells;
  for (std::size_t n = 0; n < states.size(); ++n)
    cells.emplace_back(seen[n], static_cast<double>(looks) * states.probability(n));
  return test::chi_squared_z(cells);
}

// Below a ceiling, and in two tiers, there is nothing to select by; where rates are kept, every
// selector must do.
template <class Model = SlabModel>
void check_selection(const Box& box, std::uint64_t seed, std::size_t looks_per_state,
                     std::uint64_t seeds = 1) {
  for (std::uint64_t n = 0; n < seeds; ++n, ++seed) {
    CAPTURE(seed);
    CHECK(std::abs(deviate<kmc::CompositionRejection, Model>(box, Bounding::kept, test::seed(seed),
                                                             looks_per_state)) < test::allowed);
    CHECK(std::abs(deviate<test::SumTree, Model>(box, Bounding::kept, test::seed(100 + seed),
                                                 looks_per_state)) < test::allowed);
    CHECK(std::abs(deviate<test::LinearScan, Model>(box, Bounding::kept, test::seed(200 + seed),
                                                    looks_per_state)) < test::allowed);
    CHECK(std::abs(deviate<kmc::CompositionRejection, Model>(
              box, Bounding::ceiling, test::seed(300 + seed), looks_per_state)) < test::allowed);
    CHECK(std::abs(deviate<kmc::CompositionRejection, Model>(
              box, Bounding::tiers, test::seed(400 + seed), looks_per_state)) < test::allowed);
  }
}

// The 3 x 3 box in which chains do meet, so that hops go site by site.
Box crowded(Box box) {
  box.values.metal.cells = {3, box.values.metal.normal == Normal::n110 ? 2 : 3};
  return box;
}

constexpr std::array laws{RateLaw::symmetric, RateLaw::uphill};
constexpr std::size_t quick = 10, thorough = 20;

Box with_surface(Box box) {
  box.values.metal.surface = SurfaceClass{{0.01, 3e13}, 1};
  return box;
}

// Three vacancies are the fewest of which one stands beside each end of a hop.
Box with_cap(Box box) {
  box.values.metal.surface_hop_cap = SurfaceHopCap{0.1, 1};
  box.values.metal.layers = 2;
  box.vacancies = 3;
  return box;
}

Box with_table(Box box) {
  box.values.metal.table.entries = {saddle(7, 6, 7, 6, 0.09), saddle(6, 6, 7, 6, 0.10),
                                    saddle(7, 6, 7, 5, 0.02)};
  return box;
}

// E_f is 0.4 eV: a third of each bond is lost to it at 800 K.
Box with_entropy(Box box, double temperature) {
  box.values.metal.vacancy_entropy = 2.0;
  box.values.temperature = temperature;
  return box;
}

// Stripes and odd sites of three classes, of which one repels vacancies and one traps them.
Box with_site_classes(Box box) {
  box.values.ceramic.more_classes = {{-0.07, {0.06, 5e12}, 1.0}, {0.15, {0.17, 4e13}, 1.0}};
  const lattice::Slab slab(box.values.metal.normal, box.values.metal.lattice_constant,
                           box.values.metal.cells, box.values.metal.layers);
  for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n)
    box.values.ceramic.class_of_site.push_back(n % 5 == 0 ? 2 : static_cast<std::uint8_t>(n % 2));
  return box;
}

Box all_periodic(RateLaw law) {
  Box box = closed_cell(Normal::n110, law);
  box.boundary = Boundary::periodic;
  box.values.metal.layers = 6;  // the two in the middle are away from the ends of the chains
  return box;
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE(
      "two vacancies on (110) spend Boltzmann's share of time in every state, under both laws") {
    for (const RateLaw law : laws) check_selection(closed_cell(Normal::n110, law), 1, quick);
  }

  TEST_CASE(
      "two vacancies on (100) spend Boltzmann's share of time in every state, under both laws") {
    for (const RateLaw law : laws) check_selection(closed_cell(Normal::n100, law), 11, quick);
  }

  TEST_CASE("two vacancies on (111) spend Boltzmann's share of time in every state") {
    check_selection(closed_cell(Normal::n111, RateLaw::symmetric), 21, quick);
  }

  TEST_CASE("in a box so small that hops go site by site states keep Boltzmann's share") {
    check_selection(crowded(closed_cell(Normal::n110, RateLaw::symmetric)), 71, quick);
    check_selection(crowded(closed_cell(Normal::n100, RateLaw::uphill)), 81, quick);
  }

  TEST_CASE("with a surface class and with a barrier table states keep Boltzmann's share") {
    check_selection(with_surface(closed_cell(Normal::n110, RateLaw::symmetric)), 31, quick);
    check_selection(with_table(closed_cell(Normal::n100, RateLaw::symmetric)), 41, quick);
  }

  TEST_CASE("vacancies with an entropy keep Boltzmann's share at two temperatures") {
    for (const double temperature : {600.0, 900.0}) {
      check_selection(with_entropy(closed_cell(Normal::n110, RateLaw::symmetric), temperature), 35,
                      5);
      check_selection(with_entropy(closed_cell(Normal::n111, RateLaw::uphill), temperature), 36, 5);
    }
    check_selection(with_entropy(with_table(closed_cell(Normal::n100, RateLaw::symmetric)), 700),
                    45, 5);
  }

  TEST_CASE("with three classes of sites states keep Boltzmann's share, under both laws") {
    for (const RateLaw law : laws) {
      check_selection<DetailedSlab>(with_site_classes(closed_cell(Normal::n110, law)), 91, 5);
      check_selection<DetailedSlab>(with_site_classes(closed_cell(Normal::n100, law)), 92, 5);
    }
  }

  TEST_CASE("in a box that is periodic in all directions states keep Boltzmann's share") {
    check_selection(all_periodic(RateLaw::symmetric), 51, 5);
  }

  TEST_CASE("three vacancies spend Boltzmann's share of time in every state") {
    Box box = closed_cell(Normal::n110, RateLaw::symmetric);
    box.values.metal.layers = 2;
    box.vacancies = 3;
    check_selection(box, 61, 3);
  }
}

TEST_SUITE("physics") {
  TEST_CASE("with a cap on surface hops three vacancies keep Boltzmann's share of every state") {
    for (const RateLaw law : laws)
      check_selection(with_cap(closed_cell(Normal::n110, law)), 171, 3);
  }
}

TEST_SUITE("all") {
  TEST_CASE("twenty looks at every state, two seeds, find Boltzmann's share on all normals") {
    for (const RateLaw law : laws)
      for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
        check_selection(closed_cell(normal, law), 101, thorough, 2);
  }

  TEST_CASE(
      "twenty looks at every state, two seeds, find Boltzmann's share with all classes of hops") {
    for (const RateLaw law : laws) {
      check_selection(with_surface(closed_cell(Normal::n100, law)), 131, thorough, 2);
      check_selection(with_table(closed_cell(Normal::n110, law)), 141, thorough, 2);
    }
  }

  TEST_CASE("twenty looks at every state, two seeds, find Boltzmann's share in a periodic box") {
    for (const RateLaw law : laws) check_selection(all_periodic(law), 151, thorough, 2);
  }
}
