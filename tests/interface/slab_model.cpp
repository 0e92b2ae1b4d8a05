#include "interface/slab_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/lattice_energy.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;
using lattice::Cell;
using lattice::Normal;
using lattice::VacancyId;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
constexpr std::array boundings{Bounding::ceiling, Bounding::tiers, Bounding::kept};

Case small(Normal normal, bool bonds, const FarSide& far_side = Sink{}) {
  Case c;
  c.temperature = 500;
  c.metal.normal = normal;
  c.metal.cells = {6, 5};
  c.metal.layers = 8;
  c.metal.bond_nn1 = bonds ? 0.05 : 0.0;
  c.metal.bond_nn2 = bonds ? 0.03 : 0.0;
  c.ceramic.injection.barrier = 0.12;
  c.ceramic.segregation = 0.06;
  c.far_side = far_side;
  return c;
}

std::vector<Cell> vacancies(const SlabModel& model) {
  std::vector<Cell> cells;
  for (std::uint32_t v = 0; v < model.carriers(); ++v)
    cells.push_back(model.occupation().cell({v}));
  return cells;
}

void scatter(SlabModel& model, std::uint32_t count, kmc::Stream& random) {
  kmc::Changes ignored;
  const auto& slab = model.slab();
  while (model.carriers() < count) {
    const Cell c{static_cast<int>(random.below(static_cast<std::uint64_t>(slab.columns()))),
                 static_cast<int>(random.below(static_cast<std::uint64_t>(slab.rows()))),
                 static_cast<int>(random.below(static_cast<std::uint64_t>(model.top_layer() + 1)))};
    if (!model.occupation().vacant(slab.site(c))) model.vacate(c, ignored);
    ignored.clear();
  }
}

// Energy with the vacancies of `model`, by the design's H.
double plain_energy(const Case& c, const SlabModel& model) {
  return test::lattice_energy(c.metal, c.ceramic, model.slab(), vacancies(model));
}

// Thousands of events of every kind, with all that is kept checked again and again.
void shake(const Case& c, Bounding bounding, std::uint64_t seed, int rounds) {
  CAPTURE(static_cast<int>(bounding));
  SlabModel model(c, bounding);
  kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                kmc::Stream(seed, 1));
  kmc::Stream random(seed, 2);
  kmc::Changes changes;
  for (int round = 0; round < rounds; ++round) {
    for (int n = 0; n < 20; ++n) {
      const std::uint64_t what = random.below(8);
      if (what < 3 && model.contact_atoms() > 5)
        model.strip(random, changes);
      else if (what == 3)
        model.plate(random, changes);
      else if (what == 4 && model.emission_rate() > 0)
        model.emit(random, changes);
      engine.take_up(changes);
      for (int step = 0; step < 30 && model.carriers() > 0; ++step) (void)engine.step(1e300);
    }
    model.check();
    REQUIRE(std::abs(model.energy() - plain_energy(c, model)) < 1e-9);
  }
  const EventCounts& e = model.events();
  CHECK(e.hops() > 300);
  CHECK(e.stripped + e.emitted - e.plated - e.absorbed == model.carriers());
  if (std::holds_alternative<Closed>(c.far_side)) CHECK(e.absorbed + e.emitted + e.supplied == 0);
  if (std::holds_alternative<Equilibrium>(c.far_side)) CHECK(e.emitted > 0);
}

// A closed box wide enough for hops by windows, with bonds to both shells.
Case wide(Normal normal) {
  Case c = small(normal, true, Closed{});
  c.metal.cells = {8, 8};
  c.metal.layers = 12;
  return c;
}

// The sites of a slab within two lattice constants of one of a layer.
std::vector<Cell> half_ball(const lattice::Slab& slab, int layer) {
  std::vector<Cell> sites;
  constexpr int far = 8;
  for (int i = -far; i <= far; ++i)
    for (int j = -far; j <= far; ++j)
      for (int k = std::max(-far, -layer); k <= std::min(far, slab.layers() - 1 - layer); ++k) {
        const lattice::Vector r = slab.displacement({i, j, k});
        if (std::hypot(r[0], r[1], r[2]) > 2.01 * slab.lattice_constant()) continue;
        sites.push_back(slab.wrap({3 + i, 3 + j, layer + k}));
      }
  return sites;
}

// A share of the sites vacant at random, and the engine that moves them.
struct System {
  SlabModel model;
  kmc::Engine<SlabModel> engine;
  System(const Case& c, Bounding bounding, double share, std::uint64_t seed)
      : model(c, bounding),
        engine(fill(model, share, seed), kmc::CompositionRejection(model.scale()),
               kmc::Stream(seed, 1)) {}

 private:
  static SlabModel& fill(SlabModel& model, double share, std::uint64_t seed) {
    kmc::Stream random(seed, 2);
    scatter(model, static_cast<std::uint32_t>(share * static_cast<double>(model.slab().sites())),
            random);
    return model;
  }
};

}  // namespace

TEST_CASE(
    "what a model keeps equals a recount after thousands of strips, plates, emissions and hops") {
  std::uint64_t seed = 0;
  for (const Normal normal : normals)
    for (const bool bonds : {false, true})
      for (const FarSide& far_side :
           {FarSide(Sink{}), FarSide(Equilibrium{{bonds ? 0.29 : 0.1}}), FarSide(Closed{})}) {
        CAPTURE(seed);
        for (const Bounding bounding : boundings)
          shake(small(normal, bonds, far_side), bounding, test::seed(++seed),
                std::holds_alternative<Closed>(far_side) ? 12 : 25);
      }
}

TEST_CASE(
    "what a model keeps equals a recount with the uphill law, a surface class and bond stripping") {
  for (const Normal normal : normals) {
    Case c = small(normal, true);
    c.metal.law = RateLaw::uphill;
    c.metal.surface = SurfaceClass{{0.02, 2e13}, 2};
    c.ceramic.strip = StripRule::bond;
    for (const Bounding bounding : boundings) shake(c, bounding, test::seed(77), 25);
    c.metal.surface_hop_cap = SurfaceHopCap{0.02, 1};
    for (const Bounding bounding : boundings) shake(c, bounding, test::seed(78), 25);
  }
}

TEST_CASE("an energy change equals the difference of the energies of the two states") {
  for (const Normal normal : normals) {
    const Case c = small(normal, true);
    SlabModel model(c);
    kmc::Stream random(test::seed(5), 5);
    scatter(model, 40, random);
    CHECK(std::abs(model.energy() - plain_energy(c, model)) < 1e-10);
    int hops = 0, injections = 0, absorptions = 0;
    kmc::Changes ignored;
    for (int n = 0; n < 3000; ++n) {
      const std::uint32_t v = static_cast<std::uint32_t>(random.below(model.carriers()));
      const auto d = static_cast<std::uint8_t>(random.below(8));
      const double rate = model.rate({{v}, d});
      const Cell from = model.occupation().cell({v}), to = model.slab().neighbour(from, d);
      const bool out = to.k < 0, absorbed = to.k >= model.slab().layers() - 1;
      if (out || (!absorbed && model.occupation().vacant(model.slab().site(to)))) {
        REQUIRE(rate == 0.0);
        continue;
      }
      const double before = plain_energy(c, model);
      model.apply({{v}, d}, ignored);
      ignored.clear();
      // a vacancy that is absorbed ends as an isolated one of the reservoir, with energy E_f
      const double E_f = 4 * 0.05 + 3 * 0.03;
      const double dE = plain_energy(c, model) - before + (absorbed ? E_f : 0.0);
      const bool interface_pair = from.k == 0 || to.k == 0;
      const bool lateral = from.k == 0 && to.k == 0;
      const double q = lateral || !interface_pair ? 0.053 : 0.12 - 0.06 / 2;
      const double barrier = std::max({0.0, dE, q + dE / 2});
      REQUIRE(std::abs(rate / (1e13 * std::exp(-barrier / (kB * 500))) - 1) < 1e-11);
      REQUIRE(std::abs(model.energy() - plain_energy(c, model)) < 1e-10);
      ++hops;
      injections += interface_pair && !lateral;
      absorptions += absorbed;
      if (absorbed) scatter(model, 40, random);
    }
    CHECK(hops > 1500);
    CHECK(injections > 50);
    CHECK(absorptions > 20);
  }
}

TEST_CASE("where rates are kept, a vacancy's bound is the sum of its rates") {
  for (const Normal normal : normals)
    for (const bool bonds : {false, true}) {
      SlabModel model(small(normal, bonds), Bounding::kept);
      kmc::Stream random(test::seed(8), 8);
      scatter(model, 60, random);
      for (std::uint32_t v = 0; v < model.carriers(); ++v) {
        double sum = 0.0;
        for (std::uint8_t d = 0; d < model.channels(); ++d) sum += model.rate({{v}, d});
        CHECK(std::abs(model.bound({v}) - sum) <= 1e-14 * sum);
      }
    }
}

TEST_CASE(
    "below a ceiling a channel is accepted with probability rate / ceiling, for every vacancy") {
  for (const Normal normal : normals)
    for (const bool bonds : {false, true}) {
      SlabModel model(small(normal, bonds), Bounding::ceiling);
      kmc::Stream random(test::seed(9), 8);
      scatter(model, 60, random);
      for (std::uint32_t v = 0; v < model.carriers(); ++v)
        for (std::uint8_t d = 0; d < model.channels(); ++d) {
          const double share = model.rate({{v}, d}) / model.ceiling();
          REQUIRE(share <= 1);
          CHECK(model.attempt({v}, d, share).null());
          if (share > 0) CHECK(model.attempt({v}, d, share * (1 - 1e-14)).channel == d);
        }
    }
}

TEST_CASE("channels are chosen in proportion to their rates, and one without a rate never is") {
  for (const Normal normal : normals)
    for (const bool bonds : {false, true}) {
      SlabModel model(small(normal, bonds), Bounding::kept);
      kmc::Stream random(test::seed(11), 3);
      scatter(model, 60, random);
      double worst = 0.0;
      for (std::uint32_t v = 0; v < model.carriers(); ++v) {
        constexpr int draws = 4000;
        std::array<int, 8> chosen{};
        const double bound = model.bound({v});
        if (bound == 0) continue;
        int null = 0;
        for (int n = 0; n < draws; ++n) {
          const kmc::Event e = model.choose({v}, bound * (n + 0.5) / draws, random);
          if (e.null())
            ++null;
          else
            ++chosen[e.channel];
        }
        std::vector<std::pair<double, double>> cells;
        double rest = draws;
        for (std::uint8_t d = 0; d < 8; ++d) {
          const double expected = draws * model.rate({{v}, d}) / bound;
          if (expected == 0) REQUIRE(chosen[d] == 0);
          cells.emplace_back(chosen[d], expected);
          rest -= expected;
        }
        if (rest > 1) cells.emplace_back(null, rest);
        if (std::count_if(cells.begin(), cells.end(), [](const auto& p) { return p.second >= 5; }) >
            1)
          worst = std::max(worst, test::chi_squared_z(cells));
      }
      CHECK(worst < 5.0);
    }
}

TEST_CASE("at the far side a sink absorbs and a closed collector blocks") {
  for (const Normal normal : normals) {
    Case c = small(normal, true);
    for (const bool closed : {false, true}) {
      if (closed) c.far_side = Closed{};
      SlabModel model(c);
      CHECK(model.top_layer() == c.metal.layers - (closed ? 1 : 2));
      kmc::Changes ignored;
      model.vacate({1, 1, model.top_layer()}, ignored);
      int beyond = 0;
      for (std::uint8_t d = 0; d < 8; ++d) {
        if (model.slab().steps()[d].k <= 0) continue;
        ++beyond;
        CHECK((model.rate({{0}, d}) > 0) == !closed);
      }
      CHECK(beyond > 0);
      if (closed) continue;
      for (std::uint8_t d = 0; d < 8 && model.carriers() > 0; ++d)
        if (model.slab().steps()[d].k > 0) model.apply({{0}, d}, ignored);
      CHECK(model.carriers() == 0);
      CHECK(model.events().absorbed == 1);
    }
  }
}

TEST_CASE("a slab of two layers with a sink sends every injected vacancy straight across") {
  for (const Normal normal : normals) {
    Case c = small(normal, false);
    c.metal.layers = 2;
    SlabModel model(c);
    kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                  kmc::Stream(test::seed(4), 1));
    kmc::Stream random(test::seed(4), 2);
    kmc::Changes changes;
    for (int n = 0; n < 100; ++n) {
      model.strip(random, changes);
      engine.take_up(changes);
      while (model.carriers() > 0) engine.step(1e300);
    }
    CHECK(model.events().absorbed == 100);
    CHECK(model.events().inject + model.events().bulk + model.events().return_ == 0);
  }
}

TEST_CASE("an absorbing far side needs a layer besides the one that absorbs") {
  Case c = small(Normal::n110, false);
  c.metal.layers = 1;
  CHECK_THROWS_AS(SlabModel{c}, InputError);
}

TEST_CASE("uniform stripping takes every contact atom alike, and never a vacancy") {
  Case c = small(Normal::n110, true);
  c.metal.cells = {3, 3};
  kmc::Stream random(test::seed(21), 2);
  SlabModel model(c);
  kmc::Changes ignored;
  for (const Cell& cell : {Cell{0, 0, 0}, Cell{0, 1, 0}, Cell{2, 3, 0}})
    model.vacate(cell, ignored);
  const std::uint32_t sites = model.slab().sites_per_layer();
  std::vector<int> taken(model.slab().storage(), 0);
  constexpr int draws = 15000;
  for (int n = 0; n < draws; ++n) {
    model.strip(random, ignored);
    const VacancyId newest{model.carriers() - 1};
    ++taken[model.occupation().site(newest).value];
    model.fill(newest, ignored);
    ignored.clear();
  }
  std::vector<std::pair<double, double>> cells;
  for (const int count : taken)
    if (count > 0) cells.emplace_back(count, draws / static_cast<double>(sites - 3));
  CHECK(cells.size() == sites - 3);
  CHECK(std::abs(test::chi_squared_z(cells)) < 4.0);
}

TEST_CASE("bond stripping weighs a contact atom with exp(-E_bond/2kT)") {
  for (const Normal normal : normals) {
    Case c = small(normal, true);
    c.metal.cells = {4, 3};
    c.ceramic.strip = StripRule::bond;
    kmc::Stream random(test::seed(22), 2);
    SlabModel model(c);
    kmc::Changes ignored;
    scatter(model, 40, random);
    const auto& slab = model.slab();
    std::vector<double> weights;
    std::vector<std::uint32_t> sites;
    for (int j = 0; j < slab.rows(); ++j)
      for (int i = 0; i < slab.columns(); ++i) {
        const Cell site{i, j, 0};
        if (model.occupation().vacant(slab.site(site))) continue;
        double bond = 0.0;  // the atom's bonds to metal atoms; phi is the same for all of them
        for (int d = 0; d < lattice::neighbour_count; ++d) {
          const Cell other = slab.neighbour(site, d);
          if (other.k >= 0 && !model.occupation().vacant(slab.site(other)))
            bond += d < 8 ? 0.05 : 0.03;
        }
        weights.push_back(std::exp(-bond / (2 * kB * 500)));
        sites.push_back(slab.site(site).value);
      }
    double total = 0;
    for (const double w : weights) total += w;
    constexpr int draws = 20000;
    std::vector<int> taken(slab.storage(), 0);
    for (int n = 0; n < draws; ++n) {
      model.strip(random, ignored);
      const VacancyId newest{model.carriers() - 1};
      ++taken[model.occupation().site(newest).value];
      model.fill(newest, ignored);
      ignored.clear();
    }
    std::vector<std::pair<double, double>> cells;
    for (std::size_t n = 0; n < sites.size(); ++n)
      cells.emplace_back(taken[sites[n]], draws * weights[n] / total);
    CHECK(*std::max_element(weights.begin(), weights.end()) >
          1.5 * *std::min_element(weights.begin(), weights.end()));
    CHECK(std::abs(test::chi_squared_z(cells)) < 4.0);
  }
}

TEST_CASE(
    "plating fills vacancies of layer 0 alike; on a full layer the metal takes the atom up, a "
    "closed one cannot") {
  Case c = small(Normal::n110, false);
  SlabModel model(c);
  kmc::Stream random(test::seed(23), 2);
  kmc::Changes ignored;
  CHECK(model.plate(random, ignored));
  CHECK(model.events().supplied == 1);
  CHECK(model.events().plated == 0);
  std::array<int, 3> filled{};
  const std::array<Cell, 3> holes{Cell{0, 0, 0}, Cell{3, 2, 0}, Cell{5, 7, 0}};
  model.vacate({2, 2, 1}, ignored);  // above the interface: never plated
  for (int n = 0; n < 3000; ++n) {
    for (const Cell& h : holes)
      if (!model.occupation().vacant(model.slab().site(h))) model.vacate(h, ignored);
    CHECK(model.plate(random, ignored));
    for (std::size_t h = 0; h < holes.size(); ++h)
      filled[h] += !model.occupation().vacant(model.slab().site(holes[h]));
    ignored.clear();
  }
  CHECK(model.occupation().vacant(model.slab().site({2, 2, 1})));
  for (const int count : filled)
    CHECK(std::abs(test::share(static_cast<std::size_t>(count), 3000, 1.0 / 3).z(1.0 / 3)) < 4.0);
  c.far_side = Closed{};
  SlabModel closed(c);
  CHECK_FALSE(closed.plate(random, ignored));
  CHECK(closed.events().supplied == 0);
}

TEST_CASE("plating by bonds fills vacancies with the weight exp(E_bond/2kT) of the atom there") {
  for (const Normal normal : normals) {
    Case c = small(normal, true);
    c.ceramic.plate = PlateRule::bond;
    SlabModel model(c);
    const lattice::Slab& slab = model.slab();
    kmc::Stream random(test::seed(24), 2);
    kmc::Changes ignored;
    // one alone, two side by side or one under another, and a larger hole
    std::vector<Cell> holes{{0, 0, 0}, {3, 2, 0}, {1, 4, 0}, {2, 4, 0}, {3, 4, 0}, {2, 3, 0}};
    for (const Cell& h : holes) model.vacate(h, ignored);
    for (int d = 0; d < lattice::nn1_count; ++d)
      if (const Cell above = slab.neighbour({3, 2, 0}, d); above.k > 0)
        model.vacate(above, ignored);
    std::vector<double> due, filled(holes.size(), 0.0);
    double sum = 0;
    for (const Cell& h : holes) {
      double bond = 0;
      for (int d = 0; d < lattice::neighbour_count; ++d) {
        const Cell other = slab.neighbour(h, d);
        if (other.k >= 0 && !model.occupation().vacant(slab.site(other)))
          bond += d < lattice::nn1_count ? 0.05 : 0.03;
      }
      sum += due.emplace_back(std::exp(bond / (2 * kB * c.temperature)));
    }
    constexpr int times = 6000;
    for (int n = 0; n < times; ++n) {
      CHECK(model.plate(random, ignored));
      for (std::size_t h = 0; h < holes.size(); ++h) {
        if (model.occupation().vacant(slab.site(holes[h]))) continue;
        ++filled[h];
        model.vacate(holes[h], ignored);
      }
      ignored.clear();
    }
    std::vector<std::pair<double, double>> counts;
    for (std::size_t h = 0; h < holes.size(); ++h)
      counts.emplace_back(filled[h], times * due[h] / sum);
    CHECK(test::chi_squared_z(counts) < 4);
  }
}

TEST_CASE("without interactions an equilibrium far side fills the metal to its own concentration") {
  Case c = small(Normal::n110, false, Equilibrium{{0.15}});
  c.metal.layers = 6;
  SlabModel model(c);
  kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                kmc::Stream(test::seed(31), 1));
  kmc::Stream random(test::seed(31), 2);
  kmc::Changes changes;
  const double kT = kB * 500, inside = std::exp(-0.15 / kT);
  // grand canonical: odds of a vacancy c/(1-c), times exp(E_seg/kT) at the interface
  const double odds = inside / (1 - inside),
               at_interface = odds * std::exp(0.06 / kT) / (1 + odds * std::exp(0.06 / kT));
  double time = 0.0;
  std::vector<double> interface_share, bulk_share;
  const double layer = model.slab().sites_per_layer();
  const double gap = 1.0 / model.rates().isolated(Transition::inject);
  double next_sample = 200 * gap;
  while (bulk_share.size() < 20000) {
    const double next = time - std::log1p(-random.uniform()) / model.emission_rate();
    for (; next_sample < next; next_sample += gap) {
      engine.advance(next_sample, ~std::uint64_t{0});
      interface_share.push_back(model.interface_vacancies() / layer);
      bulk_share.push_back((model.carriers() - model.interface_vacancies()) / (4 * layer));
    }
    time = next;
    engine.advance(time, ~std::uint64_t{0});
    model.emit(random, changes);
    engine.take_up(changes);
  }
  const auto bulk = test::batch_mean(bulk_share, 40),
             surface = test::batch_mean(interface_share, 40);
  CHECK(bulk.error < 0.02 * inside);
  CHECK(std::abs(bulk.z(inside)) < 4.0);
  CHECK(surface.error < 0.02 * at_interface);
  CHECK(std::abs(surface.z(at_interface)) < 4.0);
}

TEST_CASE(
    "after many hops among 5 % vacancies what a model keeps equals a recount, however they are "
    "bounded") {
  for (const Normal normal : normals)
    for (const Bounding bounding :
         {Bounding::ceiling, Bounding::tiers, Bounding::kept, Bounding::adaptive}) {
      CAPTURE(static_cast<int>(normal));
      CAPTURE(static_cast<int>(bounding));
      const Case c = wide(normal);
      System system(c, bounding, 0.05, test::seed(51));
      // past a choice of bounds, which comes every 2^20 trials
      const std::uint64_t trials = bounding == Bounding::adaptive ? 270000 : 40000;
      for (int n = 0; n < 4; ++n) {
        system.engine.advance(1e300, trials);
        system.model.check();
        REQUIRE(std::abs(system.model.energy() - plain_energy(c, system.model)) < 1e-9);
      }
      CHECK(system.model.events().hops() > 10000);
    }
}

TEST_SUITE("physics") {
  TEST_CASE("hops per second are the same below a ceiling, in two tiers and with kept rates") {
    for (const Normal normal : normals)
      for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(law));
        Case c = wide(normal);
        c.metal.bond_nn1 = 0.02;  // above the temperature at which vacancies condense
        c.metal.bond_nn2 = 0.01;
        c.metal.law = law;
        std::array<test::Estimate, boundings.size()> rates;
        for (std::size_t b = 0; b < rates.size(); ++b) {
          System system(c, boundings[b], 0.05, test::seed(61 + b));
          const double isolated =
              lattice::nn1_count * system.model.rates().isolated(Transition::bulk);
          const double gap = 200 / isolated;
          std::vector<double> found;
          std::uint64_t before = 0;
          for (int n = 1; n <= 45; ++n) {
            system.engine.advance(n * gap, ~std::uint64_t{0});
            const std::uint64_t hops = system.model.events().hops();
            if (n > 5)
              found.push_back(static_cast<double>(hops - before) /
                              (200.0 * system.model.carriers()));
            before = hops;
          }
          rates[b] = test::mean(found);
          CHECK(rates[b].error < 0.01 * rates[b].value);
        }
        for (std::size_t b = 1; b < rates.size(); ++b)
          CHECK(std::abs(rates[0].value - rates[b].value) <
                test::allowed * std::hypot(rates[0].error, rates[b].error));
      }
  }

  TEST_CASE("a void at the top of a closed slab does what its mirror image at the bottom does") {
    for (const Normal normal : normals) {
      CAPTURE(static_cast<int>(normal));
      Case c = wide(normal);
      c.temperature = 300;
      c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
      c.ceramic.lateral = c.ceramic.injection = c.metal.hop;
      c.ceramic.segregation = 0;
      std::array<test::Estimate, 2> energy, hops;
      for (const int side : {0, 1}) {
        std::vector<double> energies, counts;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
          SlabModel model(c, Bounding::tiers);
          const auto sites = half_ball(model.slab(), side == 0 ? 0 : c.metal.layers - 1);
          kmc::Changes ignored;
          for (const Cell& site : sites) model.vacate(site, ignored);
          kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                        kmc::Stream(test::seed(83), 2 * seed + side));
          engine.advance(1e-9, ~std::uint64_t{0});
          energies.push_back(model.energy());
          counts.push_back(static_cast<double>(model.events().hops()));
          if (seed == 0) model.check();
        }
        energy[side] = test::mean(energies);
        hops[side] = test::mean(counts);
      }
      CHECK(hops[0].value > 300);
      for (const auto& found : {energy, hops}) {
        CAPTURE(found[0].value);
        CAPTURE(found[0].error);
        CHECK(found[0].error < 0.05 * found[0].value);
        CHECK(std::abs(found[0].value - found[1].value) <
              test::allowed * std::hypot(found[0].error, found[1].error));
      }
    }
  }
}

TEST_CASE(
    "vacancies that condense are drawn in tiers, scattered ones below a ceiling, and a checkpoint "
    "changes nothing") {
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    Case c = wide(normal);
    c.temperature = 300;
    c.metal.law = RateLaw::uphill;
    c.metal.bond_nn1 = c.metal.bond_nn2 = 0.09;
    c.ceramic.lateral = c.ceramic.injection = c.metal.hop;
    c.ceramic.segregation = 0;
    System first(c, Bounding::adaptive, 0.02, test::seed(71)),
        second(c, Bounding::adaptive, 0, test::seed(72));
    const auto checkpoint = [&] {
      kmc::Writer w;
      first.model.save(w);
      first.engine.save(w);
      kmc::Reader r(w.bytes());
      second.model.load(r);
      second.engine.load(r);
      r.finish();
    };
    const auto go_on = [&](std::uint64_t trials) {
      for (System* const system : {&first, &second}) {
        system->engine.advance(1e300, trials);
        system->model.check();
      }
      REQUIRE(first.engine.now() == second.engine.now());
      REQUIRE(vacancies(first.model) == vacancies(second.model));
      REQUIRE(first.model.tiered() == second.model.tiered());
      REQUIRE(first.model.above_ceiling() == second.model.above_ceiling());
      REQUIRE(first.model.ceiling() == second.model.ceiling());
    };
    const std::vector<Cell> scattered = vacancies(first.model);
    REQUIRE_FALSE(first.model.tiered());
    checkpoint();
    go_on(100000);
    CHECK_FALSE(first.model.tiered());
    checkpoint();
    for (int n = 0; n < 40 && !first.model.tiered(); ++n) go_on(50000);
    REQUIRE(first.model.tiered());
    checkpoint();
    go_on(50000);
    // scattered again as they were
    kmc::Changes ignored;
    while (first.model.carriers() > 0) first.model.fill({0}, ignored);
    for (const Cell& cell : scattered) first.model.vacate(cell, ignored);
    CHECK(first.model.rebound());
    CHECK_FALSE(first.model.tiered());
    CHECK_FALSE(first.model.rebound());
    first.model.check();
  }
}

TEST_CASE("a site costs at most 1.4 bytes, a vacancy 60, and a record of two tiers 200") {
  Case c = small(Normal::n110, true, Closed{});
  c.temperature = 300;
  c.metal.cells = {100, 50};
  c.metal.layers = 100;
  for (const double share : {1e-4, 0.05}) {
    CAPTURE(share);
    const System system(c, Bounding::tiers, share, 5);
    const auto sites = static_cast<double>(system.model.slab().sites());
    const double vacancies = system.model.carriers(), records = system.model.hot_sites(),
                 bytes = static_cast<double>(system.model.memory());
    REQUIRE(sites == 1e6);
    CHECK(bytes < 1.4 * sites + 60 * vacancies + 200 * records);
    CHECK(bytes > static_cast<double>(system.model.occupation().memory()) +
                      sizeof(HotSites::Record) * records);
    if (share < 0.01)
      CHECK(bytes < 1.5 * sites);
    else
      CHECK(records > 500);
  }
}

TEST_CASE("a model that was saved and loaded goes on as the first one does") {
  for (const bool bonds : {false, true})
    for (const Bounding bounding : boundings) {
      CAPTURE(static_cast<int>(bounding));
      const Case c = small(Normal::n111, bonds);
      SlabModel first(c, bounding);
      kmc::Stream random(test::seed(41), 2);
      scatter(first, 30, random);
      kmc::Writer w;
      first.save(w);
      SlabModel second(c, bounding);
      kmc::Reader r(w.bytes());
      second.load(r);
      r.finish();
      second.check();
      kmc::Engine<SlabModel> a(first, kmc::CompositionRejection(first.scale()),
                               kmc::Stream(test::seed(41), 1));
      kmc::Engine<SlabModel> b(second, kmc::CompositionRejection(second.scale()),
                               kmc::Stream(test::seed(41), 1));
      for (int n = 0; n < 3000; ++n) {
        a.step(1e300);
        b.step(1e300);
      }
      CHECK(a.now() == b.now());
      CHECK(vacancies(first) == vacancies(second));
      CHECK(first.events().absorbed == second.events().absorbed);
    }
}

TEST_CASE("a checkpoint with a vacancy where none can be is refused") {
  const Case c = small(Normal::n110, true);
  const auto load = [](SlabModel& model, const std::vector<Cell>& cells, int more_layers = 0) {
    kmc::Writer w;
    w.put(model.slab().layers() + more_layers);
    w.put<std::uint8_t>(2);   // by kept sums
    w.put<std::uint64_t>(0);  // no way to divide rates in two
    w.put(cells);
    w.put(std::vector<std::uint8_t>(cells.size(), 0));
    w.put(EventCounts{});
    kmc::Reader r(w.bytes());
    model.load(r);
  };
  for (const Cell& bad : {Cell{0, 0, c.metal.layers - 1}, Cell{-1, 0, 0}, Cell{0, 99, 0}}) {
    SlabModel model(c, Bounding::kept);
    CHECK_THROWS_WITH_AS(load(model, {{0, 0, 0}, bad}),
                         doctest::Contains("holds a vacancy where none can be"),
                         kmc::CheckpointError);
    CHECK_THROWS_WITH_AS(load(model, {{0, 0, 0}}, 1),
                         doctest::Contains("of a slab with other layers"), kmc::CheckpointError);
    CHECK_NOTHROW(load(model, {{0, 0, 0}, {2, 2, 2}}));
  }
  SlabModel adaptive(c);
  CHECK_THROWS_WITH_AS(load(adaptive, {{0, 0, 0}}),
                       doctest::Contains("hops are drawn in another way"), kmc::CheckpointError);
}
