// ns per hop of the kernel alone: vacancies in a periodic box (closed to the interface), by sites,
// vacancy fraction, bonds and rate law. Every row stands beside the time of a fixed calibration loop,
// which shows the machine's own drift.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"

namespace {

using namespace lacuna;
using interface::RateLaw;

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

struct Work {
  int cells_x, cells_y, layers;
  double fraction;  ///< vacancies per site; >= 1: that many
  double bond1, bond2;
  RateLaw law;
};

interface::Case case_of(const Work& w) {
  interface::Case c;
  c.metal.bond_nn1 = w.bond1;
  c.metal.bond_nn2 = w.bond2;
  c.metal.law = w.law;
  c.metal.cells = {w.cells_x, w.cells_y};
  c.metal.layers = w.layers;
  return c;
}

void hops(benchmark::State& state, const Work& w) {
  const interface::Case c = case_of(w);
  interface::SlabModel model(c, lattice::Slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers,
                                              lattice::Boundary::periodic));
  const lattice::Slab& slab = model.slab();
  const auto sites = static_cast<double>(slab.sites());
  const auto count = static_cast<std::uint32_t>(w.fraction < 1 ? w.fraction * sites : w.fraction);
  kmc::Stream random(1, 100);
  kmc::Changes ignored;
  while (model.carriers() < count) {
    const lattice::Cell site = slab.cell({static_cast<std::uint32_t>(random.below(slab.sites()))});
    if (!model.occupation().vacant(slab.site(site))) model.vacate(site, ignored);
    ignored.clear();
  }
  kmc::Engine<interface::SlabModel> engine(model, kmc::CompositionRejection(model.scale()), kmc::Stream(1, 101));
  constexpr double for_ever = 1e300;
  engine.advance(for_ever, std::min(20ull * count, 5'000'000ull) + 100'000);  // away from the random start
  const std::uint64_t trials = engine.trials(), before = model.events().hops();
  const double start = cpu_seconds();
  for (auto _ : state) engine.advance(for_ever, 100'000);
  const double seconds = cpu_seconds() - start;
  const auto done = static_cast<double>(model.events().hops() - before);
  state.counters["ns/hop"] = seconds * 1e9 / done;
  state.counters["acceptance"] = done / static_cast<double>(engine.trials() - trials);
  state.counters["bytes/site"] = static_cast<double>(model.occupation().memory()) / sites;
  state.counters["calibration_ns"] = calibration_ns();
}

void add(const std::string& name, const Work& w) {
  benchmark::RegisterBenchmark(name.c_str(), [w](benchmark::State& s) { hops(s, w); })->Unit(benchmark::kMillisecond);
}

// (110) boxes of about 1e4 to 1e8 sites
struct Box {
  const char* name;
  int x, y, layers;
};
constexpr Box boxes[] = {
    {"1e4", 15, 11, 30}, {"6.5e4", 28, 20, 58}, {"5e5", 56, 40, 112}, {"4e6", 113, 80, 222}, {"1e8", 330, 232, 652}};

void register_all() {
  for (const Box& b : boxes)
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
      const std::string where = std::string(b.name) + (law == RateLaw::symmetric ? "/symmetric/" : "/uphill/");
      add(where + "100_isolated", {b.x, b.y, b.layers, 100, 0, 0, law});
      add(where + "100_isolated_bond_0.03", {b.x, b.y, b.layers, 100, 0.03, 0, law});
      add(where + "1%", {b.x, b.y, b.layers, 0.01, 0, 0, law});
      add(where + "1%_bond_0.03", {b.x, b.y, b.layers, 0.01, 0.03, 0, law});
      add(where + "5%", {b.x, b.y, b.layers, 0.05, 0, 0, law});
      add(where + "5%_bond_0.03", {b.x, b.y, b.layers, 0.05, 0.03, 0, law});
      add(where + "1%_bonds_0.06_0.06", {b.x, b.y, b.layers, 0.01, 0.06, 0.06, law});
    }
}

}  // namespace

int main(int argc, char** argv) {
  register_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
