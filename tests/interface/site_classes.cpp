#include "interface/site_classes.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "interface/theory.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/lattice_energy.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::refusal;
using lacuna::test::says;
using lattice::Cell;
using lattice::Normal;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
constexpr std::array laws{RateLaw::symmetric, RateLaw::uphill};
constexpr std::array boundings{Bounding::ceiling, Bounding::tiers, Bounding::kept};

Case bare(Normal normal, RateLaw law, bool bonds, const FarSide& far_side) {
  Case c;
  c.temperature = 500;
  c.metal.normal = normal;
  c.metal.cells = {6, 5};
  c.metal.layers = 8;
  c.metal.law = law;
  c.metal.bond_nn1 = bonds ? 0.05 : 0.0;
  c.metal.bond_nn2 = bonds ? 0.03 : 0.0;
  c.ceramic.lateral = {0.04, 3e13};
  c.ceramic.injection = {0.12, 2e13};
  c.ceramic.segregation = 0.06;
  c.far_side = far_side;
  c.current = Constant{3e7 * constants::mA_per_cm2, 1.0, 0.0};
  c.stop = Stop::end;
  return c;
}

// Sites of so many classes, at random.
Case mixed(Case c, std::vector<SiteClass> more) {
  kmc::Stream random(3, 3);
  c.ceramic.class_of_site.resize(slab_of(c.metal).sites_per_layer());
  for (auto& n : c.ceramic.class_of_site)
    n = static_cast<std::uint8_t>(random.below(more.size() + 1));
  c.ceramic.more_classes = std::move(more);
  return c;
}

// One that repels vacancies, one that traps them, each with its own frequency and weight.
Case contrasted(const Case& c) {
  return mixed(c, {{-0.2, {0.03, 5e12}, 4.0}, {0.25, {0.28, 6e13}, 0.3}});
}

Case without_contrast(const Case& c) {
  const SiteClass same{c.ceramic.segregation, c.ceramic.injection, 1.0};
  return mixed(c, {same, same});
}

template <class Model>
void scatter(Model& model, std::uint32_t count, kmc::Stream& random) {
  kmc::Changes ignored;
  while (model.carriers() < count) {
    const Cell c = model.slab().nth(random.below(model.slab().sites()));
    if (c.k <= model.top_layer() && !model.occupation().vacant(model.slab().site(c)))
      model.vacate(c, ignored);
    ignored.clear();
  }
}

std::vector<Cell> vacancies(const SlabState& model) {
  std::vector<Cell> cells;
  for (std::uint32_t v = 0; v < model.carriers(); ++v)
    cells.push_back(model.occupation().cell({v}));
  return cells;
}

double plain_energy(const Case& c, const SlabState& model) {
  return test::lattice_energy(c.metal, c.ceramic, model.slab(), vacancies(model));
}

// A model and its engine, driven by strips, plates, emission and thousands of hops.
template <class Model>
struct Driven {
  Model model;
  kmc::Engine<Model> engine;
  kmc::Stream random{7, 2};
  kmc::Changes changes;

  Driven(const Case& c, Bounding bounding)
      : model(c, bounding),
        engine(model, kmc::CompositionRejection(model.scale()), kmc::Stream(7, 1)) {}

  void go_on() {
    for (int n = 0; n < 20; ++n) {
      const std::uint64_t what = random.below(8);
      if (what < 3 && model.contact_atoms() > 5)
        model.strip(random, changes);
      else if (what == 3)
        model.plate(random, changes);
      else if (what == 4 && model.emission_rate() > 0)
        model.emit(random, changes);
      engine.take_up(changes);
      for (int step = 0; step < 200 && model.carriers() > 0; ++step) (void)engine.step(1e300);
    }
  }
};

void check_same_trajectory(const Case& c, Bounding bounding) {
  Driven<SlabModel> one(c, bounding);
  Driven<DetailedSlab> many(without_contrast(c), bounding);
  for (int round = 0; round < 20; ++round) {
    one.go_on();
    many.go_on();
    REQUIRE(one.engine.now() == many.engine.now());
    REQUIRE(vacancies(one.model) == vacancies(many.model));
  }
  CHECK(one.model.events().hops() > 2000);
  CHECK(one.model.events().hops() == many.model.events().hops());
}

// Both ways of the hop of a vacancy; leaves the model as it was.
void check_pair(const Case& c, DetailedSlab& model, std::uint32_t v, std::uint8_t d, int& pairs) {
  const Cell from = model.occupation().cell({v}), to = model.slab().neighbour(from, d);
  const double there = model.rate({{v}, d});
  if (there == 0.0) return;
  const double before = plain_energy(c, model);
  kmc::Changes ignored;
  model.apply({{v}, d}, ignored);
  const double climb = plain_energy(c, model) - before;
  const double back = model.rate({{v}, static_cast<std::uint8_t>(d ^ 1)});
  model.apply({{v}, static_cast<std::uint8_t>(d ^ 1)}, ignored);
  REQUIRE(model.occupation().cell({v}) == from);
  const double kT = constants::boltzmann * c.temperature;
  REQUIRE(std::abs(std::log(there / back) + climb / kT) < 1e-11);
  pairs += from.k == 0 || to.k == 0;
}

}  // namespace

TEST_CASE("classes without contrast give the trajectory of one class, bit for bit") {
  for (const Normal normal : {Normal::n110, Normal::n100})
    for (const RateLaw law : laws)
      for (const bool bonds : {false, true})
        for (const StripRule strip : {StripRule::uniform, StripRule::bond})
          for (const Bounding bounding : boundings) {
            CAPTURE(bonds);
            Case c = bare(normal, law, bonds, Equilibrium{{bonds ? 0.29 : 0.1}});
            c.ceramic.strip = strip;
            check_same_trajectory(c, bounding);
          }
}

TEST_CASE("both ways of every hop near the interface are in detailed balance") {
  for (const Normal normal : normals)
    for (const RateLaw law : laws)
      for (const bool surface : {false, true}) {
        Case c = contrasted(bare(normal, law, true, Closed{}));
        if (surface) c.metal.surface = SurfaceClass{{0.02, 2e13}, 2};
        DetailedSlab model(c);
        kmc::Stream random(test::seed(4), 4);
        kmc::Changes ignored;
        int pairs = 0;
        for (std::uint64_t n = 0; n < 4 * model.slab().sites_per_layer(); ++n) {
          model.vacate(model.slab().nth(n), ignored);
          for (std::uint8_t d = 0; d < 8; ++d) check_pair(c, model, 0, d, pairs);
          model.fill({0}, ignored);
        }
        scatter(model, 100, random);
        for (std::uint32_t v = 0; v < model.carriers(); ++v)
          for (std::uint8_t d = 0; d < 8; ++d) check_pair(c, model, v, d, pairs);
        CHECK(pairs > 200);
        CHECK(std::abs(model.energy() - plain_energy(c, model)) < 1e-10);
      }
}

TEST_CASE("an isolated vacancy leaves a site over its class's barrier, and returns over it") {
  for (const RateLaw law : laws) {
    const Case c = contrasted(bare(Normal::n110, law, false, Closed{}));
    const double kT = constants::boltzmann * c.temperature;
    const std::array segregation{0.06, -0.2, 0.25}, barrier{0.12, 0.03, 0.28};
    const std::array frequency{2e13, 5e12, 6e13};
    DetailedSlab model(c);
    kmc::Changes ignored;
    for (std::uint32_t n = 0; n < model.slab().sites_per_layer(); ++n) {
      const std::size_t of = c.ceramic.class_of_site[n];
      const Cell site = model.slab().nth(n);
      model.vacate(site, ignored);
      for (std::uint8_t d = 0; d < 8; ++d) {
        if (model.slab().steps()[d].k != 1) continue;
        const double out = frequency[of] * std::exp(-barrier[of] / kT);
        CHECK(std::abs(model.rate({{0}, d}) / out - 1) < 1e-12);
        model.apply({{0}, d}, ignored);
        const double back = out * std::exp(segregation[of] / kT);
        CHECK(std::abs(model.rate({{0}, static_cast<std::uint8_t>(d ^ 1)}) / back - 1) < 1e-12);
        model.apply({{0}, static_cast<std::uint8_t>(d ^ 1)}, ignored);
      }
      model.fill({0}, ignored);
    }
  }
}

TEST_CASE("straight across the far side a site's class balances absorption with emission") {
  for (const RateLaw law : laws) {
    Case c = bare(Normal::n110, law, false, Equilibrium{{0.1}});
    c.metal.layers = 2;
    c = contrasted(c);
    const double kT = constants::boltzmann * c.temperature;
    const double concentration = std::exp(-0.1 / kT);
    DetailedSlab model(c);
    kmc::Changes changes;
    std::vector<double> weight;  // how much more often a site is vacant than full
    double largest = 0.0;
    for (std::uint32_t n = 0; n < model.slab().sites_per_layer(); ++n) {
      const std::uint8_t of = c.ceramic.class_of_site[n];
      const HopRow row = model.rates().row_of({Transition::absorb_inject, of});
      const double out = model.rates().isolated({Transition::absorb_inject, of});
      const double in = model.rates().emission(row, 0);
      const double segregation = model.rates().segregation(of);
      const double exact = concentration / (1 - concentration) * std::exp(segregation / kT);
      CHECK(std::abs(in / out / exact - 1) < 1e-12);
      model.vacate(model.slab().nth(n), changes);
      for (std::uint8_t d = 0; d < 8; ++d)
        if (model.slab().steps()[d].k == 1) CHECK(model.rate({{0}, d}) == out);
      model.fill({0}, changes);
      largest = std::max(largest, in);
    }
    CHECK(model.rates().emission_bound() >= largest);

    // Trials of emission reach sites as their classes say.
    changes.clear();
    std::array<double, 3> seen{}, due{};
    for (std::uint32_t n = 0; n < model.slab().sites_per_layer(); ++n) {
      const std::uint8_t of = c.ceramic.class_of_site[n];
      due[of] += model.rates().emission(model.rates().row_of({Transition::absorb_inject, of}), 0);
    }
    kmc::Stream random(test::seed(21), 1);
    double emitted = 0;
    for (int n = 0; n < 200000; ++n) {
      model.emit(random, changes);
      if (model.carriers() == 0) continue;
      ++emitted;
      ++seen[c.ceramic.class_of_site[model.slab().number(model.occupation().cell({0}))]];
      model.fill({0}, changes);
      changes.clear();
    }
    std::vector<std::pair<double, double>> cells;
    for (std::size_t n = 0; n < 3; ++n)
      cells.emplace_back(seen[n], emitted * due[n] / (due[0] + due[1] + due[2]));
    CHECK(emitted > 1000);
    CHECK(std::abs(test::chi_squared_z(cells)) < test::allowed);
  }
}

TEST_CASE("what a model keeps equals a recount where sites have classes") {
  for (const Normal normal : normals)
    for (const bool bonds : {false, true})
      for (const FarSide& far_side : {FarSide(Sink{}), FarSide(Equilibrium{{bonds ? 0.29 : 0.1}})})
        for (const Bounding bounding : boundings) {
          const Case c = contrasted(bare(normal, RateLaw::symmetric, bonds, far_side));
          Driven<DetailedSlab> driven(c, bounding);
          for (int round = 0; round < 20; ++round) {
            driven.go_on();
            driven.engine.check();
            REQUIRE(std::abs(driven.model.energy() - plain_energy(c, driven.model)) < 1e-9);
          }
          CHECK(driven.model.events().inject > 10);
          CHECK(driven.model.events().return_ > 10);
        }
}

TEST_CASE("atoms are stripped with the weight of their class times that of the rule") {
  for (const StripRule strip : {StripRule::uniform, StripRule::bond}) {
    Case c = contrasted(bare(Normal::n110, RateLaw::symmetric, true, Closed{}));
    c.ceramic.strip = strip;
    const double kT = constants::boltzmann * c.temperature;
    const std::array class_weight{1.0, 4.0, 0.3};
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
      CAPTURE(seed);
      DetailedSlab model(c);
      kmc::Stream random(test::seed(seed), 9);
      kmc::Changes ignored;
      scatter(model, 60, random);
      const std::uint32_t sites = model.slab().sites_per_layer();
      std::vector<double> due(sites, 0.0), seen(sites, 0.0);
      double total = 0.0;
      for (std::uint32_t n = 0; n < sites; ++n) {
        const auto s = model.slab().site(model.slab().nth(n));
        if (model.occupation().vacant(s)) continue;
        const auto near = model.occupation().vacant_neighbours(s);
        due[n] = class_weight[c.ceramic.class_of_site[n]];
        if (strip == StripRule::bond)
          due[n] *= std::exp((0.05 * near.nn1 + 0.03 * near.nn2) / (2 * kT));
        total += due[n];
      }
      constexpr int strips = 20000;
      for (int n = 0; n < strips; ++n) {
        model.strip(random, ignored);
        const lattice::VacancyId last{model.carriers() - 1};
        ++seen[model.slab().number(model.occupation().cell(last))];
        model.fill(last, ignored);
        ignored.clear();
      }
      std::vector<std::pair<double, double>> cells;
      for (std::uint32_t n = 0; n < sites; ++n)
        cells.emplace_back(seen[n], strips * due[n] / total);
      CHECK(std::abs(test::chi_squared_z(cells)) < test::allowed);
    }
  }
}

TEST_CASE("a model goes on from what was saved, on the same interface only") {
  for (const Bounding bounding : boundings) {
    const Case c = contrasted(bare(Normal::n100, RateLaw::symmetric, true, Sink{}));
    Driven<DetailedSlab> first(c, bounding);
    first.go_on();
    kmc::Writer saved;
    first.model.save(saved);
    first.engine.save(saved);
    Driven<DetailedSlab> second(c, bounding);
    kmc::Reader reader(saved.bytes());
    second.model.load(reader);
    second.engine.load(reader);
    reader.finish();
    second.random = first.random;
    first.go_on();
    second.go_on();
    second.engine.check();
    CHECK(first.engine.now() == second.engine.now());
    CHECK(vacancies(first.model) == vacancies(second.model));
    Case other = c;
    other.ceramic.class_of_site[3] = other.ceramic.class_of_site[3] == 0 ? 1 : 0;
    DetailedSlab third(other, bounding);
    kmc::Reader again(saved.bytes());
    CHECK_THROWS_AS(third.load(again), const Error&);
  }
}

TEST_CASE("a run with classes without contrast is that of one class") {
  for (const FarSide& far_side : {FarSide(Sink{}), FarSide(Thick{.layers = 20})}) {
    const Case c = bare(Normal::n110, RateLaw::symmetric, true, far_side);
    const Ending one = run(c, 5, {}, {}, {}), many = run(without_contrast(c), 5, {}, {}, {});
    CHECK(one.last.time == many.last.time);
    CHECK(one.last.events.hops() == many.last.events.hops());
    CHECK(one.last.vacancies == many.last.vacancies);
    const Ending other = run(contrasted(c), 5, {}, {}, {});
    CHECK(one.last.events.hops() != other.last.events.hops());
  }
}

TEST_CASE("classes and maps that cannot be are refused") {
  const Case good = contrasted(bare(Normal::n110, RateLaw::symmetric, false, Sink{}));
  CHECK(refusal(good) == "");
  Case c = good;
  c.ceramic.more_classes.resize(7);
  CHECK(refusal(c) == "");
  c.ceramic.more_classes.resize(8);
  CHECK(says(refusal(c), "9 classes are more than the 8"));
  c = good;
  c.ceramic.class_of_site.pop_back();
  CHECK(says(refusal(c), "the map names the classes of 59 sites, but a layer has 60"));
  CHECK_THROWS_AS(DetailedSlab{c}, const InputError&);
  c = good;
  c.ceramic.class_of_site[4] = 3;
  CHECK(says(refusal(c), "names class 3, but the classes are 0 to 2"));
  CHECK_THROWS_AS(DetailedSlab{c}, const InputError&);
  for (const double weight : {0.0, -1.0, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()}) {
    c = good;
    c.ceramic.more_classes[1].strip_weight = weight;
    CHECK(says(refusal(c), "sites of class 2: the strip weight"));
  }
  c = good;
  c.ceramic.more_classes[1].injection.barrier = 0.24;
  CHECK(says(refusal(c), "sites of class 2: the injection barrier of 0.24 eV is below"));
  c.ceramic.more_classes[1] = {-0.3, {-0.01, 1e13}, 1.0};
  CHECK(says(refusal(c), "sites of class 2: the injection barrier of -0.01 eV"));
}

TEST_CASE("a model of alike sites refuses others, and the theory of alike sites is not theirs") {
  const Case one = bare(Normal::n110, RateLaw::symmetric, false, Sink{}), many = contrasted(one);
  CHECK_THROWS_AS(SlabModel{many}, const Error&);
  CHECK(theory_holds(one));
  CHECK_FALSE(theory_holds(many));
}
