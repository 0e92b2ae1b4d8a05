#include "interface/run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "nucleation/equilibrium_void.hpp"
#include "tests/interface/saved_run.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Normal;

namespace {

/// Keeps every sample, with the vacancies' places; may ask for a stop.
class Recorder : public Observer {
 public:
  std::vector<Sample> samples;
  std::vector<std::vector<std::uint32_t>> places;
  std::function<void(const Sample&)> also;
  int saves = 0, loads = 0;

  void sample(const Sample& s, const lattice::Occupation& occupation,
              const lattice::Clusters& clusters) override {
    REQUIRE(clusters.label.size() == occupation.vacancies());
    samples.push_back(s);
    auto& sites = places.emplace_back();
    for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
      sites.push_back(occupation.site({v}).value);
    if (also) also(s);
  }
  void save(kmc::Writer& w) override {
    ++saves;
    w.put<std::uint64_t>(samples.size());
  }
  void load(kmc::Reader& r) override {
    ++loads;
    const auto kept = r.get<std::uint64_t>();
    REQUIRE(kept <= samples.size());
    samples.resize(kept);
    places.resize(kept);
  }
};

Ending run_with(const Case& c, std::uint64_t seed, Recorder& recorder,
                const Checkpointing& checkpointing = {}, std::stop_token stop = {}) {
  Observer* const observers[] = {&recorder};
  return run(c, seed, observers, checkpointing, std::move(stop));
}

Ending run_alone(const Case& c, std::uint64_t seed) { return run(c, seed, {}, {}, {}); }

Case small(double multiple, double monolayers) {
  Case c;
  c.temperature = 400;
  c.metal.cells = {8, 6};
  c.metal.layers = 6;
  c.ceramic.injection.barrier = 0.10;
  c.ceramic.lateral.barrier = 0.08;
  c.stop = Stop::end;
  c.onset.coverage_threshold = 0.3;
  c.current = Constant{multiple * predicted_density(c), monolayers, 0};
  c.sample_monolayers = 0.1;
  return c;
}

Case bonded(Case c, double bond = 0.05) {
  c.metal.bond_nn1 = c.metal.bond_nn2 = bond;
  c.temperature = 500;
  return c;
}

// Bonds too weak for voids, which would end a run.
constexpr double weak = 0.02;

Ramp ramp(const Case& c, double from, double to, double per_monolayer) {
  const double j = predicted_density(c);  // d j / d charge = rate / j, about
  const double area = lattice::plane_cell(c.metal.normal, c.metal.lattice_constant).x *
                      c.metal.lattice_constant / std::sqrt(2.0);
  return {from * j, to * j, per_monolayer * j * j * area, Stationarity{}};
}

Case ramped(double from = 0.3, double to = 4, double per_monolayer = 0.05) {
  Case c = small(1, 1);
  c.current = ramp(c, from, to, per_monolayer);
  c.stop = Stop::onset;
  c.onset.primary = Detector::coverage;
  return c;
}

std::uint64_t sites_per_layer(const Case& c) {
  return lattice::Slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers)
      .sites_per_layer();
}

void check_conserved(const Case& c, const Recorder& recorder, std::uint32_t initial) {
  const double layer = static_cast<double>(sites_per_layer(c));
  for (const Sample& s : recorder.samples) {
    const EventCounts& e = s.events;
    const std::uint64_t before = initial + recorder.samples.front().in_flight;
    REQUIRE(before + e.stripped + e.emitted == s.vacancies + s.in_flight + e.absorbed + e.plated);
    std::uint64_t in_layers = 0, in_clusters = 0;
    for (const std::uint32_t n : s.layer_vacancies) in_layers += n;
    for (const auto& [size, count] : s.cluster_sizes) in_clusters += std::uint64_t{size} * count;
    REQUIRE(in_layers == s.vacancies);
    REQUIRE(in_clusters == s.vacancies);
    const double passed =
        (static_cast<double>(e.stripped) - static_cast<double>(e.plated + e.supplied)) / layer;
    REQUIRE(std::abs(s.monolayers - passed) < 1e-12 * (1 + std::abs(passed)));
  }
}

bool same(const Sample& a, const Sample& b, double clock = 1) {
  return a.index == b.index && a.time == b.time / clock && a.density == clock * b.density &&
         a.monolayers == b.monolayers && a.coverage == b.coverage &&
         a.overpotential == b.overpotential && a.vacancies == b.vacancies &&
         a.in_flight == b.in_flight && a.clusters == b.clusters &&
         a.largest_cluster == b.largest_cluster && a.lag == b.lag &&
         a.layer_vacancies == b.layer_vacancies && a.cluster_sizes == b.cluster_sizes &&
         a.events.hops() == b.events.hops() && a.events.trials == b.events.trials &&
         a.events.stripped == b.events.stripped && a.events.absorbed == b.events.absorbed &&
         a.events.emitted == b.events.emitted && a.events.plated == b.events.plated &&
         a.ended.has_value() == b.ended.has_value();
}

bool same(const OnsetResult& a, const OnsetResult& b, double clock = 1) {
  return a.detected == b.detected && a.censored == b.censored && a.applicable == b.applicable &&
         a.density == clock * b.density && a.time == b.time / clock &&
         a.monolayers == b.monolayers && a.coverage == b.coverage && a.cycle == b.cycle &&
         a.largest_cluster == b.largest_cluster;
}

bool same(const Ending& a, const Ending& b, double clock = 1) {
  for (std::size_t n = 0; n < a.onsets.size(); ++n)
    if (!same(a.onsets[n], b.onsets[n], clock)) return false;
  return a.reason == b.reason && a.quasi_static.lag == b.quasi_static.lag &&
         a.quasi_static.ok == b.quasi_static.ok && a.stationary_start == b.stationary_start &&
         a.warnings.size() == b.warnings.size() && (clock != 1 || a.warnings == b.warnings) &&
         same(a.last, b.last, clock) && a.voltage_slope == b.voltage_slope / clock;
}

/// Runs a case whole, and in pieces from checkpoint to checkpoint, which must not differ.
Recorder check_resumed(const Case& c, std::uint64_t seed = 3) {
  const test::TemporaryDirectory directory;
  const auto file = directory.path() / "checkpoint";
  Recorder whole, pieces;
  const Ending expected = run_with(c, seed, whole);
  REQUIRE(expected.last.events.trials > 70000);  // a run looks for a stop every 65536 trials
  Checkpointing checkpointing{file, std::chrono::duration<double>{3600}, false, 17};
  Ending found;
  int stops = 0;
  for (;; ++stops) {
    std::stop_source source;
    const std::uint64_t now = pieces.samples.empty() ? 0 : pieces.samples.back().index;
    pieces.also = [&](const Sample& s) {
      if (s.index > now + whole.samples.size() / 5) source.request_stop();
    };
    found = run_with(c, seed, pieces, checkpointing, source.get_token());
    if (found.reason != Reason::interrupted) break;
    REQUIRE(stops < 100);
    checkpointing.resume = true;
  }
  CHECK(stops >= 1);
  CHECK(pieces.saves == stops);
  CHECK(pieces.loads == stops);
  CHECK(same(found, expected));
  CHECK(pieces.places == whole.places);
  REQUIRE(pieces.samples.size() == whole.samples.size());
  for (std::size_t n = 0; n < whole.samples.size(); ++n)
    REQUIRE(same(pieces.samples[n], whole.samples[n]));
  pieces.also = {};
  checkpointing.fingerprint = 18;
  CHECK_THROWS_AS(run_with(c, 3, pieces, checkpointing), kmc::CheckpointError);
  return whole;
}

/// Thick metal with a void that dissolves: its explicit layers become more at once and fewer again.
Case with_void(int layers) {
  Case c = small(0.02, 0);
  c.metal.cells = {10, 8};
  c.metal.layers = layers;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.045;
  c.temperature = 650;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, layers);
  c.initial.sites = nucleation::half_ball(slab, layers - 1, 150);
  c.far_side = Thick{.layers = 60, .margin = 4};
  c.current = Constant{0.02 * predicted_density(c), 1.5, 0};
  return c;
}

/// Alters one bit in each `stride`-th byte of checkpoints.
void check_altered(std::size_t stride) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "checkpoint";
  for (const Case& c : test::cases_to_save()) {
    const test::SavedRun saved(c);
    test::put(file, saved.checkpoint_of(saved.state()));
    REQUIRE(saved.go_on_from(file).reason != Reason::interrupted);
    int refused = 0, taken = 0;
    for (std::size_t byte = 0; byte < saved.state().size(); byte += stride) {
      CAPTURE(byte);
      std::string altered = saved.state();
      altered[byte] = static_cast<char>(altered[byte] ^ (1 << byte % 8));
      test::put(file, saved.checkpoint_of(altered));
      try {
        taken += saved.go_on_from(file).reason != Reason::interrupted;
      } catch (const kmc::CheckpointError& error) {
        ++refused;
        CHECK(std::string_view(error.what()).starts_with(file.string() + ": "));
      }
    }
    CHECK(refused > 0);
    CHECK(taken > 0);
  }
}

bool warns(const Ending& e, const std::string& of) {
  return std::any_of(e.warnings.begin(), e.warnings.end(),
                     [&](const std::string& w) { return w.find(of) != std::string::npos; });
}

const OnsetResult& coverage_of(const Ending& e) {
  return e.onsets[static_cast<std::size_t>(Detector::coverage)];
}
const OnsetResult& voltage_of(const Ending& e) {
  return e.onsets[static_cast<std::size_t>(Detector::voltage)];
}

}  // namespace

TEST_CASE(
    "vacancies are what was there, plus stripped and emitted, less absorbed and plated, at every "
    "sample") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const bool bonds : {false, true})
      for (const FarSide& far_side : {FarSide(Sink{}), FarSide(Equilibrium{{bonds ? 0.36 : 0.13}}),
                                      FarSide(Closed{}), FarSide(Thick{.layers = 12})}) {
        const bool closed = std::holds_alternative<Closed>(far_side);
        Case c = small(0.7, 1);
        c.metal.normal = normal;
        c.far_side = far_side;
        if (bonds) c = bonded(c);
        c.initial.void_vacancies = 7;
        const double j = predicted_density(c) * (closed ? 30 : 1);
        const double step =
            0.5 / (j * lattice::Slab(normal, 4.29, c.metal.cells, 6).site_area());  // half a
                                                                                    // monolayer
        c.current = Tabulated{{{0, j}, {step, j}, {2 * step, -j}, {3 * step, -j}, {4 * step, j}}};
        c.onset.primary = Detector::coverage;
        Recorder recorder;
        const Ending e = run_with(c, test::seed(1), recorder);
        CHECK((e.reason == Reason::protocol_end || e.reason == Reason::nothing_to_fill ||
               e.reason == Reason::void_at_top));
        CHECK(recorder.samples.size() > 2);
        check_conserved(c, recorder, 7);
        if (closed)
          CHECK(e.last.events.absorbed + e.last.events.emitted + e.last.events.supplied == 0);
      }
}

TEST_CASE("a closed slab without current keeps its vacancies") {
  for (const bool bonds : {false, true}) {
    Case c = small(0, 0);
    if (bonds) c = bonded(c);
    c.far_side = Closed{};
    c.initial.vacancy_fraction = 0.02;
    c.metal.cells = {8, 3};  // too few vacancies for a void, which would end the run at the top
    c.current = Constant{0, 0, 2e-9};
    c.sample_time = 1e-10;
    Recorder recorder;
    const Ending e = run_with(c, test::seed(2), recorder);
    const auto expected = std::llround(0.02 * 6 * static_cast<double>(sites_per_layer(c)));
    CHECK(e.reason == Reason::protocol_end);
    CHECK(recorder.samples.size() >= 20);
    CHECK(e.last.events.hops() > 1000);
    for (const Sample& s : recorder.samples) CHECK(s.vacancies == expected);
  }
}

TEST_CASE("the same seed gives the same run, another seed another") {
  const Case c = bonded(ramped());
  Recorder a, b, other;
  const Ending first = run_with(c, 5, a), second = run_with(c, 5, b);
  run_with(c, 6, other);
  CHECK(same(first, second));
  CHECK(a.places == b.places);
  CHECK(a.places != other.places);
}

TEST_CASE("four times the clock and the current is the same run four times as fast, bit for bit") {
  for (const bool bonds : {false, true})
    for (const FarSide& far_side : {FarSide(Sink{}), FarSide(Equilibrium{{bonds ? 0.36 : 0.15}}),
                                    FarSide(Thick{.layers = 9})}) {
      Case c = ramped();
      c.far_side = far_side;
      if (bonds) c = bonded(c);
      c.voltage.exchange_relative = {};
      c.voltage.exchange_density = 0.7 * predicted_density(c);
      Case fast = c;
      fast.clock_factor = 4;
      auto& r = std::get<Ramp>(fast.current);
      r.from *= 4, r.to *= 4, r.rate *= 16;
      fast.voltage.exchange_density *= 4;
      Recorder slow_samples, fast_samples;
      const Ending slow_end = run_with(c, 9, slow_samples),
                   fast_end = run_with(fast, 9, fast_samples);
      REQUIRE(slow_samples.samples.size() == fast_samples.samples.size());
      CHECK(slow_samples.places == fast_samples.places);
      for (std::size_t n = 0; n < slow_samples.samples.size(); ++n)
        REQUIRE(same(fast_samples.samples[n], slow_samples.samples[n], 4));
      CHECK(same(fast_end, slow_end, 4));
    }
}

TEST_CASE("a run that is stopped and resumed ends as an undisturbed one, with the same samples") {
  for (const bool bonds : {false, true})
    for (const FarSide& far_side :
         {FarSide(Sink{}), FarSide(Equilibrium{{bonds ? 0.3 : 0.15}}),
          FarSide(Thick{.layers = 9, .far_end = Reservoir{bonds ? 0.3 : 0.15}})}) {
      Case c = ramped(0.3, 2, 0.002);
      c.metal.cells = {16, 12};
      c.far_side = far_side;
      check_resumed(bonds ? bonded(c, weak) : c);
    }
}

TEST_CASE("a run that is stopped in the middle of cycles resumes as an undisturbed one") {
  for (const bool by_charge : {true, false}) {
    Case c = bonded(small(1, 1), weak);
    c.metal.cells = {24, 18};
    c.ceramic.plate = PlateRule::bond;
    const double j = 0.2 * predicted_density(c), layer_time = 1 / (j * site_area(c.metal));
    c.current = Cycle{.strip = j,
                      .plate = 0.7 * j,
                      .monolayers = by_charge ? 0.7 : 0,
                      .time = by_charge ? 0 : 0.7 * layer_time,
                      .rest = 0.1 * layer_time,
                      .cycles = 24};
    c.onset.coverage_threshold = 0.2;
    const Recorder whole = check_resumed(c);
    check_conserved(c, whole, 0);
    CHECK(std::count_if(whole.samples.begin(), whole.samples.end(),
                        [](const Sample& s) { return s.ended.has_value(); }) == 96);
  }
}

TEST_CASE(
    "a run that is stopped while its explicit layers become more and fewer resumes as an "
    "undisturbed one") {
  const Case c = with_void(8);
  const Recorder whole = check_resumed(c, 5);  // whose layers become more twice
  check_conserved(c, whole, 150);
  std::set<std::size_t> layers;
  for (const Sample& s : whole.samples) layers.insert(s.layer_vacancies.size());
  CHECK(layers.size() >= 3);
  CHECK(*layers.begin() == 8);
  CHECK(whole.samples.back().layer_vacancies.size() < *layers.rbegin());
}

TEST_CASE(
    "a checkpoint altered here or there, its checksum mended, is refused by name or ends in "
    "order") {
  check_altered(29);
}

TEST_CASE("checkpoints do not change what is computed") {
  const test::TemporaryDirectory directory;
  const auto file = directory.path() / "checkpoint";
  Case c = bonded(ramped(0.3, 2, 0.002), weak);
  c.metal.cells = {16, 12};
  Recorder plain, often;
  const Ending a = run_with(c, 4, plain);
  const Ending b = run_with(c, 4, often, {file, std::chrono::duration<double>{0}, false, 1});
  CHECK(often.saves > 0);
  CHECK(same(a, b));
  std::filesystem::remove(file);
}

TEST_CASE(
    "a layer that is full of vacancies without a strip ends the run, under both strip rules") {
  for (const StripRule rule : {StripRule::uniform, StripRule::bond}) {
    Case c = small(1, 50);
    c.ceramic.strip = rule;
    const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells,
                             c.metal.layers);
    for (int j = 0; j < slab.rows(); ++j)
      for (int i = 0; i < slab.columns(); ++i) c.initial.sites.push_back({i, j, 0});
    Recorder recorder;
    const Ending e = run_with(c, 1, recorder);
    CHECK(e.reason == Reason::delaminated);
    CHECK(e.last.events.stripped == 0);
    for (const OnsetResult& r : e.onsets)
      if (r.applicable) CHECK(r.detected);
    // the last contact atom climbs into the metal instead of being stripped
    c.initial.sites.pop_back();
    c.far_side = Closed{};
    CHECK(run_alone(c, 2).reason == Reason::delaminated);
  }
}

TEST_CASE("when no contact atom is left the run ends and says so") {
  Case c = small(40, 50);
  Recorder recorder;
  const Ending e = run_with(c, 1, recorder);
  CHECK(e.reason == Reason::delaminated);
  CHECK(e.last.layer_vacancies[0] == sites_per_layer(c));
  check_conserved(c, recorder, 0);
  CHECK(coverage_of(e).detected);
}

TEST_CASE(
    "plating finds nothing to fill under a closed collector, and is taken up as drift by a sink") {
  Case c = small(0, 0);
  c.current = Constant{-1e9, 2, 0};
  c.onset.primary = Detector::coverage;
  Recorder recorder;
  const Ending drifted = run_with(c, 1, recorder);
  CHECK(drifted.reason == Reason::protocol_end);
  CHECK(drifted.last.events.supplied == 2 * sites_per_layer(c));
  CHECK(std::abs(drifted.last.monolayers + 2) < 1e-12);
  CHECK(drifted.last.vacancies == 0);
  c.far_side = Closed{};
  const Ending stuck = run_alone(c, 1);
  CHECK(stuck.reason == Reason::nothing_to_fill);
  CHECK(stuck.last.time > 0);
  CHECK(stuck.last.events.supplied == 0);
}

TEST_CASE("each limit ends the run where it is reached") {
  Case c = small(0.5, 100);
  c.limits.monolayers = 1.5;
  CHECK(run_alone(c, 1).reason == Reason::limit);
  CHECK(std::abs(run_alone(c, 1).last.monolayers - 1.5) < 1e-9);
  c.limits = {};
  c.limits.time = 3e-10;
  CHECK(run_alone(c, 1).reason == Reason::limit);
  CHECK(run_alone(c, 1).last.time == 3e-10);
  c.limits = {};
  c.limits.events = 12345;
  CHECK(run_alone(c, 1).reason == Reason::limit);
  CHECK(run_alone(c, 1).last.events.trials == 12345);
}

TEST_CASE("constant current ends after its charge, or after its time") {
  Case c = small(0.5, 2);
  const Ending charge = run_alone(c, 1);
  CHECK(charge.reason == Reason::protocol_end);
  CHECK(charge.last.events.stripped == 2 * sites_per_layer(c));
  c.current = Constant{0.5 * predicted_density(c), 0, 1e-9};
  const Ending time = run_alone(c, 1);
  CHECK(time.reason == Reason::protocol_end);
  CHECK(time.last.time == 1e-9);
}

TEST_CASE("samples come at multiples of their charge, and of their time") {
  Case c = small(0.5, 2);
  c.sample_monolayers = 0.25;
  c.metal.cells = {8, 7};  // 112 sites: 28 strips a sample
  Recorder recorder;
  run_with(c, 1, recorder);
  REQUIRE(recorder.samples.size() == 9);  // the start is one
  for (std::size_t n = 0; n < 9; ++n) {
    CHECK(recorder.samples[n].index == n);
    CHECK(recorder.samples[n].events.stripped == 28 * n);
  }
  c.current = Constant{0, 0, 1e-9};
  c.initial.vacancy_fraction = 0.02;
  c.sample_time = 1e-10;
  Recorder timed;
  run_with(c, 1, timed);
  REQUIRE(timed.samples.size() >= 10);
  for (std::size_t n = 0; n < 10; ++n)
    CHECK(std::abs(timed.samples[n].time - static_cast<double>(n) * 1e-10) < 1e-20);
}

TEST_CASE(
    "a ramp leaves its start only when the coverage is stationary, and onset then lies beyond its "
    "first fifth") {
  const Case c = ramped();
  Recorder recorder;
  const Ending e = run_with(c, 2, recorder);
  CHECK(e.reason == Reason::onset);
  CHECK(e.stationary_start);
  CHECK(coverage_of(e).detected);
  CHECK(coverage_of(e).censored == Censored::no);
  std::size_t holding = 0;
  while (holding < recorder.samples.size() && recorder.samples[holding].holding) ++holding;
  CHECK(recorder.samples[holding].monolayers >= 1.0);
  for (std::size_t n = 0; n < holding; ++n)
    CHECK(recorder.samples[n].density == std::get<Ramp>(c.current).from);
  for (std::size_t n = holding + 1; n < recorder.samples.size(); ++n) {
    CHECK_FALSE(recorder.samples[n].holding);
    CHECK(recorder.samples[n].density > recorder.samples[n - 1].density);
  }
}

TEST_CASE("a start that never becomes stationary ends the run, left-censored or without onset") {
  Case c = ramped(3.5, 8);  // no steady coverage exists at this current
  std::get<Ramp>(c.current).hold = Stationarity{1.0, 2.0, 1e-9};
  c.stop = Stop::end;
  const Ending e = run_alone(c, 2);
  CHECK(e.reason == Reason::not_stationary);
  CHECK_FALSE(e.stationary_start);
  CHECK(warns(e, "did not become stationary"));
  CHECK(coverage_of(e).detected);
  CHECK(coverage_of(e).censored == Censored::left);
}

TEST_CASE("a ramp that ends below onset is right-censored at its last current") {
  const Case c = ramped(0.2, 0.5);
  const Ending e = run_alone(c, 2);
  CHECK(e.reason == Reason::protocol_end);
  CHECK_FALSE(coverage_of(e).detected);
  CHECK(coverage_of(e).censored == Censored::right);
  CHECK(std::abs(coverage_of(e).density / std::get<Ramp>(c.current).to - 1) < 1e-12);
  CHECK(warns(e, "only a lower bound"));
}

TEST_CASE("an onset in the first fifth of a ramp is left-censored") {
  Case c = ramped(0.95, 50);
  const Ending e = run_alone(c, 2);
  CHECK(e.reason == Reason::onset);
  CHECK(coverage_of(e).censored == Censored::left);
  CHECK(warns(e, "only an upper bound"));
}

TEST_CASE("a ramp that falls from beyond onset is not told to start lower") {
  Case c = ramped(0.95, 50);
  Ramp& falling = std::get<Ramp>(c.current);
  std::swap(falling.from, falling.to);
  const Ending e = run_alone(c, 2);
  CHECK(coverage_of(e).censored == Censored::left);
  CHECK(warns(e, "ramp it from a lower one"));
  CHECK_FALSE(warns(e, "start lower"));
}

TEST_CASE("a ramp too fast for the slab to follow is warned of, a slow one is not") {
  Case fast = ramped(0.3, 8, 2);
  fast.metal.layers = 16;
  fast.current = ramp(fast, 0.3, 8, 2);
  fast.onset.coverage_threshold = 0.9;
  const Ending hurried = run_alone(fast, 2);
  REQUIRE(hurried.quasi_static.lag.has_value());
  CHECK(*hurried.quasi_static.lag > 0.05);
  CHECK_FALSE(hurried.quasi_static.ok);
  CHECK(warns(hurried, "not quasi-static"));
  Case slow = ramped(0.3, 4, 0.01);
  slow.metal.cells = {16, 12};
  const Ending patient = run_alone(slow, 2);
  REQUIRE(patient.quasi_static.lag.has_value());
  CHECK(std::abs(*patient.quasi_static.lag) < 0.05);
  CHECK(patient.quasi_static.ok);
}

TEST_CASE("a staircase holds each current until the coverage is stationary, then steps") {
  Case c = ramped();
  const double j = predicted_density(c);
  c.current = Staircase{0.25 * j, 4 * j, 2.0, Stationarity{}};
  c.stop = Stop::end;
  c.metal.cells = {16, 12};
  Recorder recorder;
  const Ending e = run_with(c, 2, recorder);
  std::vector<double> steps;
  for (const Sample& s : recorder.samples)
    if (steps.empty() || s.density != steps.back()) steps.push_back(s.density);
  CHECK(steps.size() >= 3);
  for (std::size_t n = 0; n < steps.size(); ++n)
    CHECK(std::abs(steps[n] / (0.25 * j * std::pow(2, n)) - 1) < 1e-12);
  CHECK(coverage_of(e).detected);  // at j the coverage is the threshold
  CHECK(coverage_of(e).density <= 2 * j * (1 + 1e-9));
  CHECK(coverage_of(e).density > 0.5 * j);
}

TEST_CASE("during the rests of a pulse nothing is stripped and vacancies leave") {
  Case c = small(1, 1);
  const double j = predicted_density(c), layer_time = 1 / (j * 4.29 * 4.29 / std::sqrt(2.0));
  c.current = Pulse{j, 0.5 * layer_time, 20 * layer_time, 3};
  c.sample_time = 0.25 * layer_time;
  c.sample_monolayers = 1e9;
  c.onset.primary = Detector::coverage;
  Recorder recorder;
  const Ending e = run_with(c, 2, recorder);
  CHECK(e.reason == Reason::protocol_end);
  CHECK(std::abs(e.last.time / (3 * 20.5 * layer_time) - 1) < 1e-12);
  int rests = 0;
  for (std::size_t n = 1; n < recorder.samples.size(); ++n) {
    const Sample &a = recorder.samples[n - 1], &b = recorder.samples[n];
    if (a.density != 0 || b.density != 0 || b.time - a.time > layer_time) continue;
    ++rests;
    REQUIRE(b.events.stripped == a.events.stripped);
    REQUIRE(b.vacancies <= a.vacancies);
  }
  CHECK(rests > 100);
  CHECK(e.last.vacancies < 3);
  CHECK_FALSE(voltage_of(e).applicable);
}

TEST_CASE(
    "where no sample falls into the first fifth of a ramp the voltage detector has no line, and "
    "the run says so") {
  Case c = small(1, 1);
  const double j = 0.4 * predicted_density(c), area = 4.29 * 4.29 / std::sqrt(2.0);
  c.current = Ramp{0, j, j * j * area / 3, {}};  // 1.5 monolayers, of which 0.06 in the first fifth
  c.sample_monolayers = 1;
  c.stop = Stop::end;
  const Ending e = run_alone(c, 3);
  CHECK(e.reason == Reason::protocol_end);
  CHECK_FALSE(voltage_of(e).applicable);
  CHECK(std::any_of(e.warnings.begin(), e.warnings.end(), [](const std::string& w) {
    return w.find("no sample fell into the first fifth of the ramp") != std::string::npos;
  }));
}

TEST_CASE("with bonds a void that reaches the top of the explicit layers ends the run") {
  Case c = bonded(small(0.1, 1));
  c.initial.void_vacancies = 100;
  const Ending e = run_alone(c, 1);
  CHECK(e.reason == Reason::void_at_top);
  CHECK(warns(e, "use more layers"));
  c.metal.layers = 20;
  c.limits.events = 2000;
  CHECK(run_alone(c, 1).reason == Reason::limit);
}

TEST_CASE(
    "thick metal follows a void beyond its explicit layers until the sink is next, and says when "
    "that was late") {
  Case c = bonded(small(0.1, 1));
  c.initial.void_vacancies = 100;
  c.far_side = Thick{.layers = 7};
  CHECK(run_alone(c, 1).reason == Reason::void_at_top);
  std::get<Thick>(c.far_side).layers = 40;
  c.limits.events = 2000;
  const Ending in_time = run_alone(c, 1);
  CHECK(in_time.reason == Reason::limit);
  CHECK(in_time.far_field->most_layers > 10);
  CHECK_FALSE(warns(in_time, "before they grew"));
  c.limits.events = 0;
  std::get<Thick>(c.far_side).margin = 1;
  c.current = Constant{4 * predicted_density(c), 3, 0};
  c.sample_monolayers = 1.5;
  CHECK(warns(run_alone(c, 1), "before they grew"));
}

TEST_CASE("stop: all_onsets goes on until every detector that can fire has") {
  Case c = ramped(0.3, 30, 0.2);
  c.onset.cluster_size = 10;
  c.stop = Stop::all_onsets;
  const Ending e = run_alone(c, 2);
  CHECK((e.reason == Reason::all_onsets || e.reason == Reason::delaminated));
  for (const OnsetResult& r : e.onsets) CHECK(r.detected == r.applicable);
}

TEST_CASE("an invalid case is refused before anything runs") {
  Case c = small(0.5, 2);
  c.ceramic.segregation = 0.2;
  CHECK_THROWS_AS(run_alone(c, 1), InputError);
}

TEST_SUITE("all") {
  TEST_CASE(
      "a checkpoint altered in any byte, its checksum mended, is refused by name or ends in "
      "order") {
    check_altered(1);
  }
}
