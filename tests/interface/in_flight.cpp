// Thick metal against explicit layers: single flights, steady states, and what a run says of them.

#include "interface/in_flight.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/initial_state.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "interface/streams.hpp"
#include "interface/theory.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Cell;
using lattice::Normal;
using lattice::Slab;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
constexpr int zone = 8;

Case thick(Normal normal, int layers, Returns returns = Returns::in_time) {
  Case c;
  c.metal.normal = normal;
  c.metal.cells = normal == Normal::n100 ? std::array{24, 24} : std::array{20, 14};
  c.metal.layers = zone;
  c.ceramic.injection.barrier = c.ceramic.lateral.barrier = 0.10;
  c.far_side = Thick{.layers = layers, .returns = returns};
  c.onset.primary = Detector::coverage;
  c.stop = Stop::end;
  c.sample_monolayers = 0.25;
  return c;
}

Case steady(Case c, double coverage, double monolayers) {
  c.onset.coverage_threshold = coverage;
  c.current = Constant{predicted_density(c), monolayers, 0};
  return c;
}

Case bonded(Case c) {
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.05;
  c.temperature = 500;
  return c;
}

// A reservoir that holds this fraction is at the far end.
Case with_reservoir(Case c, double concentration) {
  std::get<Thick>(c.far_side).far_end =
      Reservoir{-constants::boltzmann * c.temperature * std::log(concentration)};
  return c;
}

class Coverage : public Observer {
 public:
  std::vector<double> list;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    list.push_back(s.coverage);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

// A void, and around it as many vacancies as the current holds on their way to the sink.
std::vector<Cell> void_and_profile(const Case& c, int vacancies, std::uint64_t seed) {
  SlabModel model(c);
  kmc::Stream random = stream(seed, Purpose::initial_state);
  Initial compact;
  compact.void_vacancies = vacancies;
  place_initial_vacancies(compact, model, random);
  std::vector<Cell> cells;
  for (std::uint32_t n = 0; n < model.carriers(); ++n)
    cells.push_back(model.occupation().cell({n}));
  const double flux = std::get<Constant>(c.current).density * model.slab().site_area();
  for (std::uint64_t n = 0; n < model.slab().sites(); ++n) {
    const Cell cell = model.slab().nth(n);
    const double occupied = flux / (2 * isolated_rates(c).bulk) * (total_layers(c) - 1 - cell.k);
    if (random.uniform() < occupied && !model.occupation().vacant(model.slab().site(cell)))
      cells.push_back(cell);
  }
  return cells;
}

struct Runs {
  std::vector<double> charge, vacancies, coverage;  ///< at the end of each
  int most_layers = 0, last_layers = 0;
};
Runs runs_with_void(Case c, int vacancies, int layers, std::uint64_t seed) {
  constexpr std::uint64_t count = 14;
  Runs runs;
  c.metal.layers = layers;
  for (std::uint64_t n = 0; n < count; ++n) {
    c.initial.sites = void_and_profile(c, vacancies, test::seed(seed + n));
    const Ending e = run(c, test::seed(seed + n), {}, {}, {});
    runs.charge.push_back(e.last.monolayers);
    runs.vacancies.push_back(static_cast<double>(e.last.vacancies + e.last.in_flight));
    runs.coverage.push_back(e.last.coverage);
    runs.most_layers = std::max(runs.most_layers, e.far_field->most_layers);
    runs.last_layers = std::max(runs.last_layers, static_cast<int>(e.last.layer_vacancies.size()));
  }
  return runs;
}
void check_alike(const Runs& a, const Runs& b) {
  CHECK(test::two_sample_kolmogorov(a.charge, b.charge) < 1.95);
  CHECK(test::two_sample_kolmogorov(a.vacancies, b.vacancies) < 1.95);
  CHECK(test::two_sample_kolmogorov(a.coverage, b.coverage) < 1.95);
}

class Profile : public Observer {
 public:
  std::vector<std::vector<double>> layers;  ///< (layers, samples)
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    layers.resize(s.layer_vacancies.size());
    for (std::size_t k = 0; k < layers.size(); ++k) layers[k].push_back(s.layer_vacancies[k]);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

class CountAbove : public Observer {
 public:
  std::vector<double> list;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    list.push_back(static_cast<double>(s.in_flight));
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

struct Found {
  test::Estimate coverage;
  Ending ending;
};
Found measure(const Case& c, std::uint64_t seed) {
  Coverage coverage;
  Observer* const observers[] = {&coverage};
  Found found;
  found.ending = run(c, test::seed(seed), observers, {}, {});
  const auto transient = static_cast<std::ptrdiff_t>(coverage.list.size() / 4);
  found.coverage = test::batch_mean({coverage.list.begin() + transient, coverage.list.end()}, 20);
  return found;
}

// A doorway behind 24 layers that loses contact near j_pred after some twenty monolayers.
Case ramped(Normal normal) {
  Case c = thick(normal, 24);
  c.metal.cells = normal == Normal::n100 ? std::array{14, 14} : std::array{12, 9};
  c.onset.coverage_threshold = 0.2;
  c.stop = Stop::onset;
  const double j = predicted_density(c);
  c.current = Ramp{0.3 * j, 3 * j, 0.05 * j * j * site_area(c.metal), Stationarity{}};
  return c;
}

// The same with bonds and segregation: a void at the interface, at some hundredths of j_pred.
Case bonded(Normal normal) {
  Case c = ramped(normal);
  c.metal.cells = {10, normal == Normal::n100 ? 10 : 7};
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
  c.ceramic.injection.barrier = 0.14;
  c.ceramic.segregation = 0.087;
  c.onset.coverage_threshold = 0.1;
  const double j = predicted_density(c);
  c.current = Ramp{0.006 * j, 0.6 * j, 9e-4 * j * j * site_area(c.metal), Stationarity{}};
  return c;
}

// ln of the onset currents of replicas.
std::vector<double> onsets(const Case& c, int replicas, std::uint64_t seed) {
  std::vector<double> list;
  for (int n = 0; n < replicas; ++n) {
    const Ending e = run(c, test::seed(++seed), {}, {}, {});
    REQUIRE(e.reason == Reason::onset);
    list.push_back(std::log(e.onsets[static_cast<std::size_t>(Detector::coverage)].density));
  }
  return list;
}

// The same metal with every layer explicit, and what was at its far end next to it.
Case all_explicit(Case c) {
  const Thick thick = std::get<Thick>(c.far_side);
  c.metal.layers = thick.layers;
  c.far_side = thick.far_end ? FarSide(Equilibrium{*thick.far_end}) : FarSide(Sink{});
  return c;
}

void check_same_onsets(const Case& c, std::uint64_t seed) {
  CAPTURE(static_cast<int>(c.metal.normal));
  CAPTURE(c.metal.bond_nn1);
  const std::vector<double> zone_only = onsets(c, 24, seed),
                            slab = onsets(all_explicit(c), 24, seed + 50);
  const test::Estimate a = test::mean(zone_only), b = test::mean(slab);
  CAPTURE((a.value - b.value) / std::hypot(a.error, b.error));
  CHECK(std::abs(a.value - b.value) < test::allowed * std::hypot(a.error, b.error));
  CHECK(test::two_sample_kolmogorov(zone_only, slab) < 1.95);
}

// How one vacancy's walk from layer `zone` ends in a slab whose layers are all explicit.
struct Walk {
  double time = 0.0;
  bool back = false;
  Cell at;
};
class ExplicitWalks {
 public:
  ExplicitWalks(const Case& c, std::uint64_t seed)
      : model_(all_explicit(c)),
        engine_(model_, kmc::CompositionRejection(model_.scale()), kmc::Stream(seed, 1)) {}
  Walk operator()(const Cell& start) {
    kmc::Changes changes;
    model_.vacate(start, changes);
    engine_.take_up(changes);
    const double begin = engine_.now();
    Walk walk;
    while (model_.carriers() > 0) {
      walk.at = model_.occupation().cell({0});
      if (walk.at.k < zone) {
        walk.back = true;
        model_.fill({0}, changes);
        engine_.take_up(changes);
        break;
      }
      engine_.step(std::numeric_limits<double>::infinity());
    }
    walk.time = engine_.now() - begin;
    return walk;
  }

 private:
  SlabModel model_;
  kmc::Engine<SlabModel> engine_;
};

}  // namespace

TEST_CASE("flights end as walks through explicit layers do: how often, when and where") {
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    const Case c = thick(normal, 32);
    const Slab slab = slab_of(c.metal);
    kmc::Stream random = stream(test::seed(1), Purpose::excursions);
    InFlight flights(c, slab);
    ExplicitWalks walk(c, test::seed(1));
    constexpr std::size_t count = 3000;
    const Cell start{5, 6, zone};
    std::array<double, 2> back{};
    std::array<std::vector<double>, 2> times, lengths, layers;
    for (std::size_t n = 0; n < count; ++n) {
      flights.launch(start, 2.0, random);
      const Flight flight = flights.take();
      const Walk walked = walk(start);
      times[0].push_back(flight.time - 2.0);
      times[1].push_back(walked.time);
      std::array<Cell, 2> ends{flight.last, walked.at};
      const std::array<bool, 2> returned{flight.direction != Excursion::absorbed, walked.back};
      if (returned[0]) ends[0] = slab.neighbour(flight.last, flight.direction);
      for (std::size_t which = 0; which < 2; ++which) {
        back[which] += returned[which];
        if (!returned[which]) continue;
        const Cell off{ends[which].i - start.i, ends[which].j - start.j, ends[which].k};
        lengths[which].push_back(100 * off.i + off.j);
        layers[which].push_back(off.k);
      }
    }
    const double share = (back[0] + back[1]) / (2.0 * count);
    CHECK(std::abs(back[0] - back[1]) <
          test::allowed * std::sqrt(2.0 * count * share * (1 - share)));
    CHECK(test::two_sample_kolmogorov(times[0], times[1]) < 2.3);
    CHECK(test::two_sample_kolmogorov(lengths[0], lengths[1]) < 2.3);
    CHECK(test::two_sample_kolmogorov(layers[0], layers[1]) < 2.3);
  }
}

TEST_CASE(
    "at the start as many vacancies are in flight as a steady state holds above the explicit "
    "layers") {
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    Case c = steady(thick(normal, 50), 0.05, 1);
    const Slab slab = slab_of(c.metal);
    test::Mean found;
    for (std::uint64_t n = 0; n < 40; ++n) {
      kmc::Stream random = stream(test::seed(n), Purpose::excursions);
      InFlight flights(c, slab);
      flights.populate(steady_line(c, predicted_density(c)), random);
      found.add(static_cast<double>(flights.count()));
    }
    c.metal.layers = 50;
    c.far_side = {};
    const auto profile = test::steady_state(c, 0.05).occupation;
    double exact = 0;
    for (std::size_t l = zone; l < profile.size(); ++l)
      exact += profile[l] * slab.sites_per_layer();
    CHECK(std::abs(found.deviate(exact)) < test::allowed);
  }
}

TEST_CASE(
    "thick metal starts with the vacancies of the steady state in its explicit layers too, unless "
    "told otherwise") {
  for (const Normal normal : normals)
    for (const double segregation : {0.0, 0.05}) {
      CAPTURE(static_cast<int>(normal));
      CAPTURE(segregation);
      Case c = thick(normal, 60);
      c.ceramic.segregation = segregation;
      c = steady(c, 0.05, 1);
      c.limits.events = 1;
      const auto start = [](const Case& values, std::uint64_t seed) {
        Profile profile;
        Observer* const observers[] = {&profile};
        run(values, test::seed(seed), observers, {}, {});
        std::vector<double> layers;
        for (const std::vector<double>& layer : profile.layers) layers.push_back(layer.front());
        return layers;
      };
      std::array<double, zone> found{};
      constexpr std::uint64_t runs = 20;
      for (std::uint64_t n = 0; n < runs; ++n) {
        const std::vector<double> layers = start(c, n);
        for (std::size_t k = 0; k < zone; ++k) found[k] += layers[k];
      }
      CHECK(start(c, 1) == start(c, 1));
      const std::vector<double> exact = steady_profile(c, 0.05);
      std::vector<std::pair<double, double>> cells;
      for (std::size_t k = 0; k < zone; ++k)
        cells.emplace_back(
            found[k], exact[k] * static_cast<double>(runs) * slab_of(c.metal).sites_per_layer());
      CHECK(std::abs(test::chi_squared_z(cells)) < test::allowed);

      Case other = c;
      std::get<Thick>(other.far_side).returns = Returns::at_once;
      CHECK(start(other, 1) == std::vector<double>(zone, 0.0));
      other = c;
      other.initial.sites = {{1, 2, 3}};
      CHECK(start(other, 1) == std::vector<double>{0, 0, 0, 1, 0, 0, 0, 0});
    }
}

TEST_CASE(
    "there is no population without delay, without current, or beyond the steady state at onset") {
  kmc::Stream random(1, 1);
  const Case c = steady(thick(Normal::n110, 1000), 0.05, 1),
             at_once = thick(Normal::n110, 1000, Returns::at_once);
  const Slab slab = slab_of(c.metal);
  InFlight none(at_once, slab), resting(c, slab), most(c, slab);
  none.populate(steady_line(c, predicted_density(c)), random);
  CHECK(none.count() == 0);
  resting.populate(steady_line(c, 0), random);
  CHECK(resting.count() == 0);
  most.populate(steady_line(c, 1e6 * predicted_density(c)), random);
  const double occupied = 1000 * 0.05 / 2 * slab.sites_per_layer();  // a triangle; the interface
                                                                     // takes its share
  CHECK(static_cast<double>(most.count()) < occupied);
  CHECK(static_cast<double>(most.count()) > 0.9 * occupied);
  Case vast = c;
  std::get<Thick>(vast.far_side).layers = 100000000;
  CHECK_THROWS_AS(InFlight(vast, slab).populate(steady_line(vast, predicted_density(vast)), random),
                  InputError);
}

TEST_CASE("a vacancy that comes back to a vacant site steps aside; only a crowd turns it away") {
  const Case c = thick(Normal::n111, 30);
  SlabModel model(c);
  kmc::Changes changes;
  kmc::Stream random(test::seed(1), 1);
  const Slab& slab = model.slab();
  int down = 0;
  while (slab.steps()[static_cast<std::size_t>(down)].k != -1) ++down;
  const Cell last{3, 4, zone};
  CHECK(model.land(last, down, random, changes));
  CHECK(model.occupation().vacant(slab.site(slab.neighbour(last, down))));
  CHECK(model.land(last, down, random, changes));
  CHECK(model.carriers() == 2);
  CHECK(model.occupation().cell({1}).k == zone - 1);
  for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n) {
    Cell crowded = slab.nth(n);
    crowded.k = zone - 1;
    if (!model.occupation().vacant(slab.site(crowded))) model.vacate(crowded, changes);
  }
  CHECK_FALSE(model.land(last, down, random, changes));
  CHECK(model.carriers() == slab.sites_per_layer());
}

TEST_CASE("a vacancy that hops above the explicit layers halts the model until it is taken") {
  const Case c = thick(Normal::n110, 30);
  SlabModel model(c);
  kmc::Changes changes;
  model.vacate({2, 3, zone - 1}, changes);
  CHECK(model.top_layer() == zone - 1);
  std::uint8_t up = 0;
  while (model.slab().steps()[up].k != 1) ++up;
  model.apply({{0}, up}, changes);
  REQUIRE(model.halted());
  CHECK(model.carriers() == 0);
  CHECK(model.take_gone() == model.slab().neighbour({2, 3, zone - 1}, up));
  CHECK_FALSE(model.halted());
  CHECK(model.events().left == 1);
  CHECK(model.events().absorbed == 0);
}

TEST_CASE("atoms plated where no vacancy is are supplied to thick metal") {
  Case c = thick(Normal::n110, 100);
  c.metal.cells = {6, 5};
  c.current = Constant{-predicted_density(c), 2, 0};
  const Ending e = run(c, 1, {}, {}, {});
  CHECK(e.reason == Reason::protocol_end);
  CHECK(e.last.events.supplied == 120);
}

TEST_CASE(
    "a model that is given other layers has the rates of one made with them, and hands out what is "
    "above") {
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    Case c = bonded(thick(normal, 60));
    SlabModel model(c);
    kmc::Changes changes;
    kmc::Stream random(test::seed(1), 1);
    for (int n = 0; n < 300; ++n) {
      const Cell cell = model.slab().nth(random.below(model.slab().sites()));
      if (!model.occupation().vacant(model.slab().site(cell))) model.vacate(cell, changes);
    }
    for (const int layers : {20, 7, 5, 11}) {
      CAPTURE(layers);
      const std::uint32_t before = model.carriers();
      c.metal.layers = layers;
      SlabModel made(c);
      for (std::uint32_t n = 0; n < before; ++n)
        if (const Cell cell = model.occupation().cell({n}); cell.k < layers)
          made.vacate(cell, changes);
      const std::vector<Cell> above = model.resize(layers);
      model.check();
      REQUIRE(model.carriers() == made.carriers());
      CHECK(above.size() == before - model.carriers());
      CHECK(std::all_of(above.begin(), above.end(),
                        [=](const Cell& cell) { return cell.k >= layers; }));
      CHECK(model.top_layer() == layers - 1);
      CHECK(model.leaving_rate() == made.leaving_rate());
      CHECK(model.scale() == made.scale());
      for (std::uint32_t n = 0; n < made.carriers(); ++n) {
        REQUIRE(model.occupation().cell({n}) == made.occupation().cell({n}));
        REQUIRE(model.bound({n}) == doctest::Approx(made.bound({n})).epsilon(1e-12));
      }
    }
  }
}

TEST_SUITE("physics") {
  TEST_CASE(
      "explicit layers that grow with a void give what as many from the start do, in "
      "distribution") {
    Case c = bonded(thick(Normal::n110, 40));
    c.metal.cells = {8, 6};
    std::get<Thick>(c.far_side).margin = 3;
    c.onset.primary = Detector::cluster;
    c.onset.cluster_size = 80;
    c.stop = Stop::onset;
    c.sample_monolayers = 0.05;
    c.current = Constant{0.05 * predicted_density(c), 4, 0};
    const Runs follow = runs_with_void(c, 40, 5, 300), tall = runs_with_void(c, 40, 30, 400);
    CHECK(follow.most_layers > 8);
    CHECK(tall.most_layers == 30);
    check_alike(follow, tall);
  }
  // Without bonds and segregation the equations of the mean are linear: what the current brings
  // comes on top.
  TEST_CASE(
      "a reservoir at the far end of thick metal adds its concentration to every layer, with or "
      "without current") {
    constexpr double concentration = 0.03, coverage = 0.1;
    const auto check = [](Case c, double extra) {
      const double hop = isolated_rates(c).bulk;
      c.current = Constant{extra > 0 ? predicted_density(c) : 0, 0, 2e4 / hop};
      c.sample_time = 10 / hop;
      c.sample_monolayers = 1e6;
      Profile profile;
      CountAbove above;
      Observer* const observers[] = {&profile, &above};
      const Ending e = run(c, test::seed(40), observers, {}, {});
      CHECK(e.last.events.emitted > 100);
      const std::vector<double> brought = steady_profile(c, extra);
      for (std::size_t k = 0; k < profile.layers.size(); ++k) {
        const auto& layer = profile.layers[k];
        const double exact = (concentration + brought[k]) * slab_of(c.metal).sites_per_layer();
        const auto transient = static_cast<std::ptrdiff_t>(layer.size() / 8);
        const test::Estimate found = test::batch_mean({layer.begin() + transient, layer.end()}, 40);
        CHECK(found.error < 0.08 * exact);
        CHECK(std::abs(found.z(exact)) < test::allowed);
      }
      // as many are above as at the start, in the mean
      const Slab slab = slab_of(c.metal);
      kmc::Stream random = stream(test::seed(41), Purpose::excursions);
      test::Mean started;
      for (int n = 0; n < 100; ++n) {
        InFlight flights(c, slab);
        flights.populate(steady_line(c, std::get<Constant>(c.current).density), random);
        started.add(static_cast<double>(flights.count()));
      }
      const test::Estimate later =
          test::batch_mean({above.list.begin() + static_cast<std::ptrdiff_t>(above.list.size() / 8),
                            above.list.end()},
                           40);
      CHECK(std::abs(later.value - started.mean()) <
            test::allowed * std::hypot(later.error, started.standard_error()));
    };
    for (const Normal normal : normals) {
      CAPTURE(static_cast<int>(normal));
      Case c = with_reservoir(thick(normal, 20), concentration);
      c.metal.cells = normal == Normal::n100 ? std::array{12, 12} : std::array{10, 7};
      c.onset.coverage_threshold = coverage;
      check(c, 0);
      if (normal == Normal::n110) check(c, coverage);
    }
  }
  TEST_CASE(
      "behind thick metal the steady coverage is that of as many explicit layers, dilute or not") {
    std::uint64_t seed = 10;
    for (const Normal normal : normals)
      for (const Returns returns : {Returns::in_time, Returns::at_once}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(returns));
        const double coverage = returns == Returns::at_once ? 0.4 : 0.05;
        const Case c = steady(thick(normal, 24, returns), coverage, 60);
        const Found found = measure(c, ++seed);
        CHECK(found.coverage.error < 0.05 * coverage);
        CHECK(std::abs(found.coverage.z(coverage)) < test::allowed);
        // what leaves says how full the layers next to the top are
        REQUIRE(found.ending.far_field.has_value());
        CHECK(found.ending.far_field->mean ==
              doctest::Approx(steady_profile(c, coverage).back()).epsilon(0.1));
        const bool crowded = found.ending.far_field->crowded_from.has_value();
        CHECK(crowded == (coverage > 0.1));
        CHECK(crowded == std::any_of(found.ending.warnings.begin(), found.ending.warnings.end(),
                                     [](const auto& w) {
                                       return w.find("the far field stopped being dilute") !=
                                              std::string::npos;
                                     }));
      }
  }
}

TEST_SUITE("all") {
  TEST_CASE(
      "explicit layers that become fewer as a void dissolves leave what the tall ones do, in "
      "distribution") {
    Case c = thick(Normal::n110, 40);
    c.temperature = 650;
    c.metal.bond_nn1 = c.metal.bond_nn2 = 0.045;
    c.metal.cells = {8, 6};
    std::get<Thick>(c.far_side).margin = 2;
    c.sample_monolayers = 0.05;
    c.current = Constant{0.03 * predicted_density(c), 1, 0};
    const Runs follow = runs_with_void(c, 60, 6, 500), tall = runs_with_void(c, 60, 24, 600);
    CHECK(follow.most_layers > 8);
    CHECK(follow.last_layers < follow.most_layers);
    check_alike(follow, tall);
  }
  TEST_CASE("behind a thousand layers the steady coverage is that of r(theta)") {
    std::uint64_t seed = 20;
    for (const Normal normal : normals)
      for (const Returns returns : {Returns::in_time, Returns::at_once}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(returns));
        Case c = thick(normal, 1000, returns);
        c.metal.cells = {10, 8};
        c.sample_monolayers = 0.1;
        c = steady(c, 0.2, 5);
        if (returns == Returns::at_once)  // else they start with the profile
          for (const double occupied : steady_profile(c, 0.2))
            c.initial.vacancy_fraction += occupied / zone;
        // chance populations last for a hundred monolayers, so the error is that between runs
        std::vector<double> means;
        for (int n = 0; n < 6; ++n) means.push_back(measure(c, ++seed).coverage.value);
        const test::Estimate found = test::mean(means);
        CHECK(found.error < 0.1 * 0.2);
        CHECK(std::abs(found.z(0.2)) < 6);  // Student's t of five degrees of freedom has wider
                                            // wings
      }
  }
  TEST_CASE("an explicit slab and thick metal have the same steady coverage with segregation") {
    for (const Normal normal : normals) {
      CAPTURE(static_cast<int>(normal));
      Case c = thick(normal, 40);
      c.ceramic.segregation = 0.05;
      c = steady(c, 0.3, 150);
      const auto a = measure(c, 30).coverage, b = measure(all_explicit(c), 31).coverage;
      CHECK(std::abs(a.value - b.value) < test::allowed * std::hypot(a.error, b.error));
    }
  }
  TEST_CASE(
      "a reservoir at the far end of thick metal acts as one next to as many explicit layers") {
    for (const int layers : {16, 32}) {
      CAPTURE(layers);
      Case c = with_reservoir(thick(Normal::n110, layers), 0.01);
      c.metal.cells = {10, 7};
      c.ceramic.segregation = 0.05;
      c = steady(c, 0.1, 20);
      Case slab = all_explicit(c);
      slab.initial.vacancy_fraction = 0.01;
      const auto a = measure(c, 50).coverage, b = measure(slab, 51).coverage;
      CHECK(b.error < 0.05 * b.value);
      CHECK(std::abs(a.value - b.value) < test::allowed * std::hypot(a.error, b.error));
    }
    Case c = with_reservoir(ramped(Normal::n110), 0.02);
    std::get<Thick>(c.far_side).layers = 16;
    c.metal.cells = {8, 6};
    check_same_onsets(c, 600);
  }
  TEST_CASE(
      "an explicit slab and thick metal lose contact at the same currents, without bonds and "
      "with") {
    check_same_onsets(ramped(Normal::n110), 100);
    check_same_onsets(ramped(Normal::n100), 200);
    check_same_onsets(ramped(Normal::n111), 300);
    // voids of (111) outgrow eight of its layers before contact is lost
    check_same_onsets(bonded(Normal::n110), 400);
    check_same_onsets(bonded(Normal::n100), 500);
  }
}
