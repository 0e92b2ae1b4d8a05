// ns per hop of the kernel alone: an open slab as a run has it, shut at both faces and with every
// layer alike, by sites, vacancies, bonds and rate law. Every row stands beside the time of a fixed
// calibration loop, which shows the machine's own drift. table.py runs these rows and knows the
// goals.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <string>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"

namespace {

using namespace lacuna;
using interface::RateLaw;
using Engine = kmc::Engine<interface::SlabModel>;

constexpr double for_ever = std::numeric_limits<double>::infinity();
constexpr std::uint64_t trials_at_once = 100'000;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// A dependent chain of multiplications and shifts: no memory, no branches, the same everywhere.
double calibration_ns() {
  constexpr int rounds = 2'000'000;
  std::uint64_t x = 1;
  const double start = cpu_seconds();
  for (int n = 0; n < rounds; ++n) x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15ull;
  benchmark::DoNotOptimize(x);
  return (cpu_seconds() - start) * 1e9 / rounds;
}

// (110) slabs of about 1e4 to 1e8 sites
struct Box {
  const char* name;
  int x, y, layers;
  [[nodiscard]] double sites() const { return 2.0 * x * y * layers; }
};
constexpr Box small{"1e4", 15, 11, 30}, usual{"6.5e4", 28, 20, 58}, medium{"5e5", 56, 40, 112},
    large{"4e6", 113, 80, 222}, huge{"1e8", 330, 232, 652};

struct Bonds {
  const char* name;
  double nn1, nn2;  ///< [eV]
  bool clustered;   ///< measured after clustering, not from a random start
};
constexpr Bonds none{"", 0, 0, false}, weak{"/e1=0.03", 0.03, 0, false},
    strong{"/e1=0.09/clustered", 0.09, 0, true},
    strong_both{"/e1=e2=0.09/clustered", 0.09, 0.09, true};

interface::Case case_of(const Box& box, const Bonds& bonds, RateLaw law) {
  interface::Case c;
  c.metal.bond_nn1 = bonds.nn1;
  c.metal.bond_nn2 = bonds.nn2;
  c.metal.law = law;
  c.metal.cells = {box.x, box.y};
  c.metal.layers = box.layers;
  c.ceramic = {.injection = c.metal.hop, .lateral = c.metal.hop, .segregation = 0.0};
  c.far_side = interface::Closed {};
  return c;
}

// A model on its way: vacancies at random, then moved on.
class Specimen {
 public:
  Specimen(const interface::Case& c, std::uint32_t vacancies, std::uint64_t hops_before)
      : model_(c),
        engine_(filled(vacancies), kmc::CompositionRejection(model_.scale()), kmc::Stream(1, 101)) {
    while (hops() < hops_before) engine_.advance(for_ever, trials_at_once);
  }

  Engine& engine() { return engine_; }
  [[nodiscard]] const interface::SlabModel& model() const { return model_; }
  [[nodiscard]] std::uint64_t hops() const { return model_.events().hops(); }

 private:
  interface::SlabModel& filled(std::uint32_t vacancies) {
    kmc::Stream random(1, 100);
    kmc::Changes ignored;
    const lattice::Slab& slab = model_.slab();
    const auto below = [&](int n) {
      return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(n)));
    };
    while (model_.carriers() < vacancies) {
      const lattice::Cell site{below(slab.columns()), below(slab.rows()), below(slab.layers())};
      if (!model_.occupation().vacant(slab.site(site))) model_.vacate(site, ignored);
      ignored.clear();
    }
    return model_;
  }

  interface::SlabModel model_;
  Engine engine_;
};

// The specimen of a row, built at its first repetition; that of the row before is given up first.
Specimen& specimen_of(const std::string& row, const interface::Case& c, std::uint32_t vacancies,
                      std::uint64_t hops_before) {
  static std::string built;
  static std::unique_ptr<Specimen> specimen;
  if (built != row) {
    specimen.reset();
    specimen = std::make_unique<Specimen>(c, vacancies, hops_before);
    built = row;
  }
  return *specimen;
}

void measure(benchmark::State& state, Specimen& specimen) {
  const std::uint64_t trials = specimen.engine().trials(), hops = specimen.hops();
  const double start = cpu_seconds();
  for (auto _ : state) specimen.engine().advance(for_ever, trials_at_once);
  const double seconds = cpu_seconds() - start;
  const auto done = static_cast<double>(specimen.hops() - hops);
  const auto sites = static_cast<double>(specimen.model().slab().sites());
  state.counters["ns/hop"] = seconds * 1e9 / done;
  state.counters["acceptance"] = done / static_cast<double>(specimen.engine().trials() - trials);
  state.counters["bytes/site"] = static_cast<double>(specimen.model().memory()) / sites;
  state.counters["sites"] = sites;
  state.counters["vacancies"] = specimen.model().carriers();
  state.counters["calibration_ns"] = calibration_ns();
}

// One row for each rate law: so many vacancies (`amount` says it in the row's name).
void add(const Box& box, const std::string& amount, double vacancies, const Bonds& bonds = none) {
  constexpr std::uint64_t hops_to_cluster = 20'000'000;
  const auto count = static_cast<std::uint32_t>(vacancies);
  const std::uint64_t hops_before = bonds.clustered ? hops_to_cluster : 5ull * count;
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    const std::string row = std::string(box.name) +
                            (law == RateLaw::symmetric ? "/symmetric/" : "/uphill/") + amount +
                            bonds.name;
    const auto run = [=](benchmark::State& s) {
      measure(s, specimen_of(row, case_of(box, bonds, law), count, hops_before));
    };
    benchmark::RegisterBenchmark(row.c_str(), run)->Unit(benchmark::kMillisecond);
  }
}

void add_all() {
  for (const Box& box : {small, usual, medium, large, huge}) {
    add(box, "100", 100);
    add(box, "100", 100, weak);
    add(box, "1%", 0.01 * box.sites());
    add(box, "5%", 0.05 * box.sites());
    add(box, "5%", 0.05 * box.sites(), weak);
  }
  for (const Bonds& bonds : {strong, strong_both}) {
    add(usual, "1%", 0.01 * usual.sites(), bonds);
    add(usual, "5%", 0.05 * usual.sites(), bonds);
  }
  for (const Box& box : {usual, huge})
    for (const char* amount : {"1", "10", "1e3", "1e4", "1e5"})  // 100: above
      if (const double vacancies = std::stod(amount); vacancies <= 0.05 * box.sites())
        add(box, amount, vacancies);
}

void calibration(benchmark::State& state) {
  double ns = 0;
  for (auto _ : state) ns = calibration_ns();
  state.counters["calibration_ns"] = ns;
}

}  // namespace

int main(int argc, char** argv) {
  add_all();
  benchmark::RegisterBenchmark("calibration", calibration)->Iterations(1);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
