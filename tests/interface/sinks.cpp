#include "interface/sinks.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "interface/theory.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/lattice_energy.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/interface/walk_solution.hpp"
#include "tests/says.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::refusal;
using lacuna::test::says;
using lattice::Cell;
using lattice::Normal;
using lattice::Slab;

namespace {

constexpr double a = 4.29;
constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
const std::vector<SinkShape> shapes{NormalLines{14}, ParallelLines{12, 3}, NormalPlanes{20},
                                    ParallelPlane{3}};

Case small(Normal normal = Normal::n110) {
  Case c;
  c.temperature = 400;
  c.metal.normal = normal;
  c.metal.cells = {8, 6};
  c.metal.layers = 8;
  c.ceramic.injection.barrier = 0.10;
  c.ceramic.segregation = 0.03;
  c.stop = Stop::end;
  c.onset.primary = Detector::coverage;
  c.sample_monolayers = 0.1;
  c.current = Constant{1e7 * constants::mA_per_cm2, 1.0, 0.0};
  return c;
}

// All hops alike: E_seg = 0, one barrier.
Case all_alike(Normal normal = Normal::n110) {
  Case c = small(normal);
  c.ceramic.injection = c.ceramic.lateral = c.metal.hop;
  c.ceramic.segregation = 0;
  return c;
}

Case with(Case c, const SinkShape& shape, std::optional<Reservoir> reservoir = {}) {
  c.metal.sinks = Sinks{shape, reservoir};
  return c;
}

/// Of a concentration at a temperature.
Reservoir holding(double concentration, const Case& c) {
  return {-constants::boltzmann * c.temperature * std::log(concentration)};
}

class Recorder : public Observer {
 public:
  std::vector<Sample> samples;
  std::stop_source* stop = nullptr;

  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    samples.push_back(s);
    if (stop != nullptr && samples.size() % 20 == 0) stop->request_stop();
  }
  void save(kmc::Writer& w) override { w.put<std::uint64_t>(samples.size()); }
  void load(kmc::Reader& r) override { samples.resize(r.get<std::uint64_t>()); }
};

std::vector<Sample> samples_of(const Case& c, std::uint64_t seed) {
  Recorder recorder;
  Observer* const observers[] = {&recorder};
  (void)run(c, seed, observers, {}, {});
  return recorder.samples;
}

double drawn(const Sample& s) { return static_cast<double>(s.events.absorbed_at_sinks); }

void check_same(const std::vector<Sample>& plane, const std::vector<Sample>& far_side) {
  REQUIRE(plane.size() == far_side.size());
  for (std::size_t n = 0; n < plane.size(); ++n) {
    const Sample &p = plane[n], &f = far_side[n];
    REQUIRE(p.time == f.time);
    REQUIRE(p.coverage == f.coverage);
    REQUIRE(p.vacancies == f.vacancies);
    REQUIRE(p.events.trials == f.events.trials);
    REQUIRE(p.events.absorbed_at_sinks == f.events.absorbed);
  }
  CHECK(plane.back().events.absorbed_at_sinks > 100);
}

// Sites that vacancies reach from a site of layer 0 by hops among those that are no sinks.
std::size_t reached(const Slab& slab, const std::vector<std::uint8_t>& map) {
  std::vector<std::uint8_t> seen(map.size(), 0);
  std::vector<Cell> open{{0, 0, 0}};
  seen[0] = 1;
  std::size_t count = 0;
  while (!open.empty()) {
    const Cell c = open.back();
    open.pop_back();
    ++count;
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const Cell to = slab.neighbour(c, d);
      if (to.k < 0 || to.k >= slab.layers() || seen[slab.number(to)] || map[slab.number(to)])
        continue;
      seen[slab.number(to)] = 1;
      open.push_back(to);
    }
  }
  return count;
}

// E_seg and bonds site by site, of the vacancies of a model [eV].
double energy_of(const Case& c, const SlabState& model) {
  std::vector<Cell> cells;
  for (std::uint32_t v = 0; v < model.carriers(); ++v)
    cells.push_back(model.occupation().cell({v}));
  return test::lattice_energy(c.metal, c.ceramic, model.slab(), cells);
}

void scatter(DetailedSlab& model, double share, kmc::Stream& random) {
  kmc::Changes ignored;
  for (std::uint64_t n = 0; n < model.slab().sites(); ++n) {
    const Cell c = model.slab().nth(n);
    if (c.k <= model.top_layer() && !model.is_sink(c) && random.uniform() < share)
      model.vacate(c, ignored);
    ignored.clear();
  }
}

Case bonded(Normal normal, RateLaw law) {
  Case c = small(normal);
  c.temperature = 700;
  c.metal.law = law;
  c.metal.bond_nn1 = 0.05;
  c.metal.bond_nn2 = 0.03;
  return c;
}

/// One vacancy gone into a sink and the way back: rates, and what balance says of them.
struct Exchange {
  double absorption, emission, expected;
};

std::vector<Exchange> exchanges(const Case& c, double odds) {
  const double kT = constants::boltzmann * c.temperature;
  DetailedSlab model(c);
  kmc::Stream random(5, 1);
  scatter(model, 0.15, random);
  kmc::Changes ignored;
  std::vector<Exchange> list;
  for (std::uint32_t v = 0; v < model.carriers(); ++v)
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
      const Cell from = model.occupation().cell({v}), to = model.slab().neighbour(from, d);
      if (!model.is_sink(to)) continue;
      const double absorption = model.rate({{v}, d}), before = energy_of(c, model);
      model.fill({v}, ignored);
      const double after = energy_of(c, model);
      const int around = model.occupation().environment(model.slab().site(from));
      const Transition back = from.k == 0 ? Transition::absorb_inject : Transition::absorb;
      const double emission = model.rates().emission_from_sinks(model.rates().row_of(back), around);
      const double more = before - after - formation_energy(c.metal);  // than in perfect metal
      list.push_back({absorption, emission, odds * std::exp(-more / kT)});
      model.vacate(from, ignored);
      ignored.clear();
      break;
    }
  return list;
}

// The steady current into lines, of vacancies that a far side of concentration 0.1 sends: of runs,
// and of the balance of sites, which is exact as exclusion does not change means.
struct Current {
  test::Estimate measured;
  double exact;
};

Current current_into(const SinkShape& shape, std::uint64_t seed) {
  constexpr double held = 0.1;
  Case c = with(all_alike(), shape);
  c.metal.layers = 9;
  c.far_side = Equilibrium{holding(held, c)};
  const double hop = isolated_rates(c).bulk, interval = 2000 / hop;
  c.initial.vacancy_fraction = 0.04;
  c.current = Constant{0.0, 0.0, 70 * interval};
  c.sample_time = interval;
  const std::vector<Sample> samples = samples_of(c, seed);
  std::vector<double> currents;
  for (std::size_t n = 11; n < samples.size(); ++n)
    currents.push_back((drawn(samples[n]) - drawn(samples[n - 1])) /
                       ((samples[n].time - samples[n - 1].time) * hop));
  // Below the far side's layer: in come c/(1 − c) (1 − n), out go n, so that the sum of both
  // directions, 1/(1 − c), stands for 1 and c for what is beyond.
  Metal below = c.metal;
  below.layers = 8;
  const Slab slab = slab_of(below);
  const double odds = held / (1 - held);
  const test::WalkBalance balance{slab, sink_map(shape, slab),
                                  std::vector<double>(slab.sites(), 0.0), held, 1 + odds};
  return {test::batch_mean(currents, 15), test::into_sinks(balance, test::solve(balance))};
}

// k² of lines from the walk on the lattice: made at every site alike, 1 per hop, mean n = 1/(a² k²)
// as D is a² per hop.
double walked_strength(Normal normal, std::array<int, 2> cells) {
  const int layers = normal == Normal::n111 ? 12 : 6;
  const Slab slab(normal, a, cells, layers, lattice::Boundary::periodic),
      open(normal, a, cells, layers + 1);
  const std::vector<std::uint8_t> line = sink_map(NormalLines{open.box()[0]}, open);
  std::vector<std::uint8_t> map(slab.sites(), 0);
  for (std::uint64_t n = 0; n < slab.sites(); ++n) {
    const lattice::Vector at = slab.position(slab.nth(n));
    const auto layer = static_cast<std::uint64_t>(slab.nth(n).k == 0 ? layers : slab.nth(n).k);
    for (std::uint64_t m = layer * open.sites_per_layer(); m < (layer + 1) * open.sites_per_layer();
         ++m) {
      const lattice::Vector there = open.position(open.nth(m));
      if (std::hypot(there[0] - at[0], there[1] - at[1]) < 1e-6) map[n] = line[m];
    }
  }
  const test::WalkBalance balance{slab, map, std::vector<double>(slab.sites(), 1.0)};
  const std::vector<double> n = test::solve(balance);
  double sum = 0, metal = 0;
  for (std::size_t s = 0; s < n.size(); ++s) {
    sum += n[s];
    metal += map[s] == 0;
  }
  REQUIRE(metal == static_cast<double>(slab.sites()) - layers);
  return metal / sum / (a * a);
}

double area(Normal normal, std::array<int, 2> cells) {
  const auto cell = lattice::plane_cell(normal, a);
  return cells[0] * cell.x * cells[1] * cell.y;
}

// Layers from layer 1 to where a far side would have the same mean at the interface, from the walk:
// n_0 = r (M + 1)/(squares) for a unit of flux r at every site of layer 0.
double walked_layers(const Case& c) {
  const int below = c.metal.layers - (beyond(c).takes_last_layer ? 1 : 0);
  Metal metal = c.metal;
  metal.layers = below;
  const Slab slab = slab_of(metal);
  std::vector<double> source(slab.sites(), 0.0);
  std::fill_n(source.begin(), slab.sites_per_layer(), 1.0);
  const double above = beyond(c).takes_last_layer ? 0.0 : -1.0;
  const std::vector<double> n =
      test::solve({slab, sink_map(c.metal.sinks->shape, slab), source, above});
  double mean = 0;
  for (std::uint32_t s = 0; s < slab.sites_per_layer(); ++s) mean += n[s];
  mean /= slab.sites_per_layer();
  return upward(c.metal.normal).squares * mean - 1;
}

// (c − c_eq)/flux at the interface between planes, by finite differences: half the metal between
// two of them, x from a plane to the middle.
double differences(double strength, double planes, double thickness, bool closed) {
  constexpr int across = 40;
  const double dx = planes / 2 / across;
  const int deep = static_cast<int>(std::lround(thickness / dx));
  const double dz = thickness / deep;
  std::vector<double> c(static_cast<std::size_t>(across) * static_cast<std::size_t>(deep), 0.0);
  const auto at = [&](int x, int z) -> double& {
    return c[static_cast<std::size_t>(z * across + x)];
  };
  const double wx = 1 / (dx * dx), wz = 1 / (dz * dz);
  constexpr double over = 1.94;
  for (int sweep = 0; sweep < 700; ++sweep)
    for (int z = 0; z < deep; ++z)
      for (int x = 0; x < across; ++x) {
        double sum = z == 0 ? 1 / dz : 0, weight = strength;
        const auto beside = [&](bool there, double w, int i, int j) {
          if (!there) return;
          sum += w * at(i, j);
          weight += w;
        };
        beside(x > 0, wx, x - 1, z);
        beside(x + 1 < across, wx, x + 1, z);
        beside(z > 0, wz, x, z - 1);
        beside(z + 1 < deep, wz, x, z + 1);
        if (x == 0) weight += 2 * wx;
        if (z + 1 == deep && !closed) weight += 2 * wz;
        at(x, z) += over * (sum / weight - at(x, z));
      }
  double mean = 0;
  for (int x = 0; x < across; ++x) mean += at(x, 0) / across;
  return mean + dz / 2;  // from the middle of the first cells to the interface
}

}  // namespace

TEST_CASE(
    "a line along the normal is one site of each layer above the interface, beside the next") {
  for (const Normal normal : normals) {
    const Slab slab(normal, a, {8, 6}, 7);
    const double height = slab.layer_spacing();
    const std::vector<std::uint8_t> map = sink_map(NormalLines{slab.box()[1]}, slab);
    std::vector<lattice::Vector> line;
    for (std::uint64_t n = 0; n < slab.sites(); ++n)
      if (map[n] != 0) line.push_back(slab.position(slab.nth(n)));
    const auto lines = static_cast<std::size_t>(std::lround(slab.box()[0] / slab.box()[1]));
    REQUIRE(line.size() == lines * 6);
    if (lines > 1) continue;
    for (std::size_t k = 0; k < line.size(); ++k) {
      CHECK(line[k][2] == doctest::Approx(height * static_cast<double>(k + 1)));
      CHECK(std::hypot(line[k][0] - slab.box()[0] / 2, line[k][1] - slab.box()[1] / 2) < a);
    }
  }
}

TEST_CASE("as many lines and planes as the box has spacings, to the nearest whole number") {
  const Slab slab(Normal::n110, a, {10, 7}, 5);  // 42.9 by 42.5 A
  const auto count = [&](const SinkShape& shape) {
    const std::vector<std::uint8_t> map = sink_map(shape, slab);
    return std::count(map.begin(), map.end(), 1);
  };
  CHECK(count(NormalLines{14}) == 9 * 4);
  CHECK(count(NormalLines{60}) == 4);
  CHECK(count(ParallelLines{20, 2}) == 2 * 14);
  CHECK(count(NormalPlanes{20}) == 2 * 7 * 4);
  CHECK(count(ParallelPlane{2}) == 10 * 14);
}

TEST_CASE("no hop leads across a plane") {
  for (const Normal normal : normals) {
    const Slab slab(normal, a, {9, 8}, 9);
    CHECK(reached(slab, sink_map(ParallelPlane{4}, slab)) == 4 * slab.sites_per_layer());
    // Layer 0 goes on below planes along the normal: there is no way but that.
    auto map = sink_map(NormalPlanes{slab.box()[0] / 2}, slab);
    const std::size_t all = reached(slab, map);
    for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n) {
      const double x = slab.position(slab.nth(n))[0] / slab.box()[0];
      map[n] = (x > 0.21 && x < 0.29) || (x > 0.71 && x < 0.79);
    }
    CHECK(reached(slab, map) < all * 6 / 10);
  }
}

TEST_CASE("sinks that do not fit the case are refused with the reason") {
  const Case c = small();
  CHECK(refusal(with(c, NormalLines{14})).empty());
  CHECK(says(refusal(with(c, NormalLines{200})), "normal_lines.spacing_nm: 20 nm is more than"));
  CHECK(says(refusal(with(c, NormalPlanes{200})), "normal_planes.spacing_nm"));
  CHECK(says(refusal(with(c, ParallelPlane{0})), "parallel_plane.height_layers: expected 1 to 6"));
  CHECK(says(refusal(with(c, ParallelLines{12, 7})),
             "parallel_lines.height_layers: expected 1 to 6"));
  CHECK(says(refusal(with(c, NormalPlanes{2})), "take every site"));
  CHECK(says(refusal(with(c, NormalLines{14}, Reservoir{})),
             "metal.sinks: an equilibrium with a vacancy"));
  Case thick = with(c, NormalLines{14});
  thick.far_side = Thick{.layers = 60};
  CHECK(says(refusal(thick), "far_side: thick is perfect"));
  Case gap = with(c, ParallelPlane{1});
  gap.initial.gap = Gap{.radius = 9, .depth = 2};
  CHECK(says(refusal(gap), "lie on a sink"));
  Case voided = with(bonded(Normal::n110, RateLaw::symmetric), ParallelPlane{1});
  voided.initial.void_vacancies = 30;
  CHECK(says(refusal(voided), "lie on a sink"));
}

TEST_CASE("a plane along the interface that only absorbs is a sink on the far side, bit for bit") {
  for (const Normal normal : normals)
    for (const bool bonds : {false, true}) {
      CAPTURE(static_cast<int>(normal));
      Case far = bonds ? bonded(normal, RateLaw::symmetric) : small(normal);
      far.metal.layers = 6;
      far.current = Constant{0.5 * predicted_density(far), 4.0, 0.0};
      Case plane = with(far, ParallelPlane{5});
      plane.metal.layers = 10;
      plane.far_side = Closed{};
      CHECK(predicted_density(plane) == predicted_density(far));
      check_same(samples_of(plane, 3), samples_of(far, 3));
    }
}

TEST_CASE("absorption by sinks and emission balance in detail, with bonds and under both laws") {
  for (const Normal normal : normals)
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
      for (const SinkShape& shape : shapes) {
        Case c = bonded(normal, law);
        const double held = 0.02;
        c = with(c, shape, holding(held, c));
        const std::vector<Exchange> list = exchanges(c, held / (1 - held));
        CHECK(list.size() > 3);
        for (const Exchange& each : list)
          CHECK(each.emission / each.absorption == doctest::Approx(each.expected).epsilon(1e-9));
      }
}

TEST_CASE("however hops are drawn, what is kept beside sinks is as if made anew") {
  for (const Bounding bounding : {Bounding::ceiling, Bounding::tiers, Bounding::kept})
    for (const SinkShape& shape : shapes) {
      Case c = bonded(Normal::n110, RateLaw::symmetric);
      c = with(c, shape, holding(0.02, c));
      c.far_side = Equilibrium{holding(0.02, c)};
      DetailedSlab model(c, bounding);
      kmc::Stream random(7, 2);
      scatter(model, 0.08, random);
      kmc::Engine<DetailedSlab> engine(model, kmc::CompositionRejection(model.scale()),
                                       kmc::Stream(7, 1));
      kmc::Changes changes;
      for (int n = 0; n < 150; ++n) {
        if (n % 3 == 0 && model.contact_atoms() > 5) model.strip(random, changes);
        if (n % 3 == 1) model.emit_from_sinks(random, changes);
        if (n % 3 == 2) model.emit(random, changes);
        engine.take_up(changes);
        for (int step = 0; step < 50 && model.carriers() > 0; ++step) (void)engine.step(1e300);
        model.check();
      }
      CHECK(model.events().absorbed_at_sinks > 10);
    }
}

TEST_CASE("a run with sinks that is stopped and resumed ends as an undisturbed one") {
  Case c = bonded(Normal::n110, RateLaw::symmetric);
  c = with(c, NormalLines{14}, holding(0.01, c));
  c.current = Constant{0.3 * predicted_density(c), 6.0, 0.0};
  Recorder whole, pieces;
  Observer* const of_whole[] = {&whole};
  Observer* const of_pieces[] = {&pieces};
  const Ending expected = run(c, 5, of_whole, {}, {});
  const test::TemporaryDirectory directory;
  Checkpointing checkpointing{directory.path() / "checkpoint", std::chrono::duration<double>{3600},
                              false, 17};
  Ending found;
  int stops = 0;
  do {
    std::stop_source source;
    pieces.stop = &source;
    found = run(c, 5, of_pieces, checkpointing, source.get_token());
    checkpointing.resume = true;
    ++stops;
  } while (found.reason == Reason::interrupted && stops < 100);
  CHECK(stops > 1);
  CHECK(expected.last.events.emitted_at_sinks > 0);
  REQUIRE(pieces.samples.size() == whole.samples.size());
  for (std::size_t n = 0; n < whole.samples.size(); ++n) {
    const EventCounts& e = whole.samples[n].events;
    REQUIRE(pieces.samples[n].time == whole.samples[n].time);
    REQUIRE(pieces.samples[n].events.trials == e.trials);
    REQUIRE(e.stripped + e.emitted_at_sinks ==
            whole.samples[n].vacancies + e.absorbed + e.absorbed_at_sinks);
  }
}

TEST_CASE("the strength of lines follows the law of the logarithm, with one capture radius") {
  // From the largest box the radius, 2πρ/k² = ln(R/r_c) − 3/4; squares have 0.738 (Saffman).
  const auto radius = [](Normal normal, std::array<int, 2> cells) {
    const double density = 1 / area(normal, cells);
    const double bracket = 2 * std::numbers::pi * density / walked_strength(normal, cells);
    return std::exp(-bracket - 0.738) / std::sqrt(std::numbers::pi * density) / a;
  };
  // Nearly square: a by a√2, a by a, a√2 by a√6.
  const auto cells = [](Normal normal, int size) {
    if (normal == Normal::n110) return std::array{17 * size, 12 * size};
    if (normal == Normal::n100) return std::array{16 * size, 16 * size};
    return std::array{12 * size, 7 * size};
  };
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    const double small_box = radius(normal, cells(normal, 1)),
                 large = radius(normal, cells(normal, 2));
    CHECK(small_box == doctest::Approx(large).epsilon(0.02));
    CHECK(capture_radius(normal).normal_lines == doctest::Approx(large).epsilon(0.02));
    CHECK(line_strength(1 / area(normal, cells(normal, 1)),
                        capture_radius(normal).normal_lines * a) ==
          doctest::Approx(walked_strength(normal, cells(normal, 1))).epsilon(0.02));
  }
}

TEST_CASE("between planes the gas at the interface is what finite differences give") {
  for (const bool closed : {false, true})
    for (const double thickness : {0.3, 1.0, 3.0})
      for (const double strength : {0.0, 4.0}) {
        CAPTURE(thickness);
        const double found = effective_thickness({strength, 2.0}, thickness, closed);
        CHECK(found ==
              doctest::Approx(differences(strength, 2.0, thickness, closed)).epsilon(0.012));
      }
  CHECK(effective_thickness({0.0, 0.0}, 5.0) == 5.0);
  CHECK(effective_thickness({4.0, 0.0}, 5.0) == doctest::Approx(std::tanh(10.0) / 2));
  CHECK(effective_thickness({0.0, 1e4}, 1.0) == doctest::Approx(1.0).epsilon(0.01));
  // 7 ζ(3)/π³ of their spacing where the metal is thick
  CHECK(effective_thickness({0.0, 2.0}, 100.0) ==
        doctest::Approx(2 * 7 * 1.2020569 / std::pow(std::numbers::pi, 3)).epsilon(1e-4));
}

TEST_CASE("sinks bring the far side nearer, as the walk on the lattice says") {
  for (const Normal normal : normals)
    for (const bool closed : {false, true}) {
      Case c = all_alike(normal);
      c.metal.cells = normal == Normal::n110   ? std::array{16, 11}
                      : normal == Normal::n100 ? std::array{16, 16}
                                               : std::array{12, 7};
      c.metal.layers = normal == Normal::n110 ? 16 : normal == Normal::n100 ? 22 : 40;
      if (closed) c.far_side = Closed{};
      const double box = slab_of(c.metal).box()[0];
      for (const SinkShape& shape :
           std::vector<SinkShape>{NormalLines{box}, NormalLines{box / 2}, NormalPlanes{box / 2},
                                  ParallelLines{box, 8}, ParallelLines{box / 2, 5}}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(shape.index());
        const Case sunk = with(c, shape);
        const double walked = walked_layers(sunk);
        CHECK(std::abs(layers_to_sinks(sunk) - walked) < 0.6 + 0.14 * walked);
      }
      CHECK(layers_to_sinks(with(c, ParallelPlane{6})) == 5);
      if (normal == Normal::n111) continue;
      CHECK(walked_layers(with(c, ParallelPlane{6})) == doctest::Approx(5));
    }
}

TEST_SUITE("physics") {
  TEST_CASE("the steady current into lines is that of the balance of sites") {
    std::uint64_t seed = 1;
    for (const SinkShape& shape : std::vector<SinkShape>{NormalLines{30}, ParallelLines{30, 3}}) {
      const Current current = current_into(shape, test::seed(seed++));
      CHECK(std::abs(current.measured.z(current.exact)) < test::allowed);
      CHECK(current.measured.error < 0.02 * current.exact);
    }
  }

  TEST_CASE("a plane that emits keeps the gas and the current of a far side in equilibrium") {
    // Stripped at a given current: means of the coverage, one seed each.
    const auto coverage = [](const Case& c, std::uint64_t seed) {
      std::vector<double> series;
      for (const Sample& s : samples_of(c, seed))
        if (s.index > 30) series.push_back(s.coverage);
      return test::batch_mean(series, 30);
    };
    Case far = small();
    far.metal.layers = 6;
    far.far_side = Equilibrium{holding(0.05, far)};
    far.current = Constant{0.1 * predicted_density(far), 60.0, 0.0};
    Case plane = with(far, ParallelPlane{5}, holding(0.05, far));
    plane.metal.layers = 8;
    plane.far_side = Closed{};
    const test::Estimate one = coverage(far, test::seed(1)), other = coverage(plane, test::seed(2));
    CHECK(std::abs(one.value - other.value) < test::allowed * std::hypot(one.error, other.error));
  }
}
