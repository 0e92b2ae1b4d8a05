#include "interface/rate_split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Cell;
using lattice::Normal;

namespace {

// A closed box with a doorway of its own and bonds to both shells, in which vacancies condense.
Case condensing(Normal normal, RateLaw law) {
  Case c;
  c.temperature = 300;
  c.metal.normal = normal;
  c.metal.law = law;
  c.metal.cells = {8, 8};
  c.metal.layers = 12;
  c.metal.bond_nn1 = 0.06;
  c.metal.bond_nn2 = 0.03;
  c.ceramic.injection.barrier = 0.12;
  c.ceramic.segregation = 0.06;
  c.far_side = Closed{};
  return c;
}

template <class Model>
void scatter(Model& model, double share, std::uint64_t seed) {
  kmc::Stream random(seed, 2);
  kmc::Changes ignored;
  while (model.carriers() < share * static_cast<double>(model.slab().sites())) {
    const Cell c = model.slab().nth(random.below(model.slab().sites()));
    if (c.k <= model.top_layer() && !model.occupation().vacant(model.slab().site(c)))
      model.vacate(c, ignored);
    ignored.clear();
  }
}

// Many selections from a state that hops in two tiers have made, with all that they have left:
// chi-squared of all channels and of the null event, as a normal deviate.
template <class Model>
double selection_deviate(const Case& c, std::size_t cut, std::uint64_t seed) {
  Model model(c, Bounding::tiers);
  scatter(model, 0.06, seed);
  kmc::Engine<Model> engine(model, kmc::CompositionRejection(model.scale()), kmc::Stream(seed, 1));
  model.draw_in_tiers(cut);
  while (model.events().hops() < 10000) engine.advance(1e300, 1000);
  model.draw_in_tiers(model.cuts().size() - 1 - cut);
  model.draw_in_tiers(cut);
  while (model.events().hops() < 20000) engine.advance(1e300, 1000);
  model.check();

  const std::uint64_t even =
      std::uint64_t{model.carriers()} * model.channels() * kmc::parts_of_ceiling;
  const std::uint64_t all = even + model.above_ceiling();
  std::vector<std::array<double, lattice::nn1_count>> counts(model.carriers());
  constexpr int draws = 100000;
  double null = 0;
  kmc::Stream random(seed, 3);
  for (int n = 0; n < draws; ++n) {
    const kmc::Divided d = kmc::divide(random(), all);
    const std::uint64_t way = d.index / kmc::parts_of_ceiling;
    const kmc::Event e = d.index < even
                             ? model.attempt({static_cast<std::uint32_t>(way / lattice::nn1_count)},
                                             way % lattice::nn1_count, random.uniform())
                             : model.pick_above(d.index - even, d.rest);
    if (e.null())
      ++null;
    else
      ++counts[e.carrier.value][e.channel];
  }
  const double total = model.ceiling() * static_cast<double>(all) / kmc::parts_of_ceiling;
  std::vector<std::pair<double, double>> cells;
  double rare = 0, rare_expected = 0, rest = draws;
  for (std::uint32_t v = 0; v < model.carriers(); ++v)
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
      const double expected = draws * model.rate({{v}, d}) / total;
      rest -= expected;
      if (expected == 0) REQUIRE(counts[v][d] == 0);
      if (expected >= 5) {
        cells.emplace_back(counts[v][d], expected);
      } else {
        rare += counts[v][d];
        rare_expected += expected;
      }
    }
  if (rare_expected >= 5) cells.emplace_back(rare, rare_expected);
  if (rest >= 5) cells.emplace_back(null, rest);
  CHECK(cells.size() > 3);
  return test::chi_squared_z(cells);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE(
      "from a state with a history every hop is drawn in proportion to its rate, however rates are "
      "divided in two") {
    std::uint64_t seed = 300;
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
      for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
        for (const double share : {0.1, 0.4, 0.8}) {
          const Case c = condensing(normal, law);
          const std::size_t size = SlabModel(c, Bounding::tiers).cuts().size();
          REQUIRE(size > 10);
          const auto cut = static_cast<std::size_t>(share * static_cast<double>(size));
          CAPTURE(static_cast<int>(normal));
          CAPTURE(static_cast<int>(law));
          CAPTURE(cut);
          CHECK(std::abs(selection_deviate<SlabModel>(c, cut, test::seed(++seed))) < test::allowed);
        }
  }

  TEST_CASE("with a cap on surface hops every hop is drawn in proportion to its rate too") {
    std::uint64_t seed = 330;
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
      for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
        for (const double share : {0.0, 0.3, 0.7}) {
          Case c = condensing(normal, law);
          c.metal.surface_hop_cap = SurfaceHopCap{0.01, 2};
          const std::size_t size = SlabModel(c, Bounding::tiers).cuts().size();
          REQUIRE(size > 10);
          const auto cut = static_cast<std::size_t>(share * static_cast<double>(size));
          CAPTURE(static_cast<int>(normal));
          CAPTURE(static_cast<int>(law));
          CAPTURE(cut);
          CHECK(std::abs(selection_deviate<SlabModel>(c, cut, test::seed(++seed))) < test::allowed);
        }
  }

  TEST_CASE(
      "the same with a surface class, fast hops along the interface, classes of sites and a box "
      "whose "
      "hops go site by site") {
    std::vector<Case> cases(3, condensing(Normal::n110, RateLaw::symmetric));
    cases[0].metal.surface = SurfaceClass{{0.02, 2e13}, 2};
    cases[1].ceramic.lateral.barrier = 0.02;
    cases[2].metal.cells = {3, 3};
    cases[2].metal.layers = 30;
    for (std::size_t n = 0; n < cases.size(); ++n) {
      CAPTURE(n);
      const std::size_t size = SlabModel(cases[n], Bounding::tiers).cuts().size();
      CHECK(std::abs(selection_deviate<SlabModel>(cases[n], size / 3, test::seed(350 + n))) <
            test::allowed);
    }
    Case patches = condensing(Normal::n100, RateLaw::symmetric);
    patches.ceramic.more_classes = {{0.15, {0.17, 4e13}, 1.0}};
    patches.ceramic.class_of_site.assign(64, 0);
    for (std::size_t n = 0; n < 64; n += 3) patches.ceramic.class_of_site[n] = 1;
    const std::size_t size = DetailedSlab(patches, Bounding::tiers).cuts().size();
    CHECK(std::abs(selection_deviate<DetailedSlab>(patches, size / 3, test::seed(361))) <
          test::allowed);
  }
}

TEST_SUITE("long") {
  TEST_CASE(
      "after 1e8 hops among voids every total is what its parts add up to, to the last unit") {
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
      CAPTURE(static_cast<int>(law));
      SlabModel model(condensing(Normal::n110, law), Bounding::tiers);
      scatter(model, 0.06, 9);
      kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                    kmc::Stream(9, 1));
      REQUIRE(model.tiered());
      while (model.events().hops() < 100'000'000) engine.advance(1e300, 1'000'000);
      engine.check();
      CHECK(model.above_ceiling() > 0);
    }
  }
}

TEST_CASE("whichever way rates are divided, all that is above the threshold is owned once") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    Case c = condensing(normal, RateLaw::symmetric);
    c.far_side = Sink{};
    for (const double cap : {1.0, 0.01}) {
      c.metal.surface_hop_cap = SurfaceHopCap{cap, 2};
      SlabModel model(c, Bounding::tiers);
      scatter(model, 0.15, test::seed(371));
      for (std::size_t cut = 0; cut < model.cuts().size(); cut += 7) {
        CAPTURE(cut);
        model.draw_in_tiers(cut);
        REQUIRE_NOTHROW(model.check());
      }
    }
  }
}

TEST_CASE("rates that are the same everywhere are not divided") {
  Case c = condensing(Normal::n110, RateLaw::symmetric);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  SlabModel model(c, Bounding::tiers);
  CHECK(model.cuts().size() == 0);
  CHECK_FALSE(model.tiered());
}

TEST_CASE("the division is chosen by what hops cost, and the same state gives the same one") {
  const Case c = condensing(Normal::n110, RateLaw::symmetric);
  SlabModel first(c, Bounding::adaptive), second(c, Bounding::adaptive);
  for (SlabModel* const model : {&first, &second}) {
    scatter(*model, 0.06, test::seed(372));
    kmc::Engine<SlabModel> engine(*model, kmc::CompositionRejection(model->scale()),
                                  kmc::Stream(test::seed(372), 1));
    engine.advance(1e300, 1u << 21);  // past a choice, which comes every 2^20 trials
    CHECK(model->tiered());
    CHECK(model->hot_sites() > 0);
    model->check();
  }
  CHECK(first.ceiling() == second.ceiling());
  CHECK(first.above_ceiling() == second.above_ceiling());
}
