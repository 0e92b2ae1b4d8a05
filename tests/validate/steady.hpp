#pragma once

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/interface/layer_walk.hpp"

namespace lacuna::validate {

using interface::Case;

/// A slab without bonds at the current at which theory has `coverage` in the steady state.
struct Doorway {
  lattice::Normal normal = lattice::Normal::n110;
  double temperature = 300, injection = 0.14, segregation = 0;
  int layers = 8;
  int explicit_layers = 0;  ///< less than `layers`: thick metal above; 0: all
};

/// The same case with all of its layers explicit.
inline Case all_layers(const Doorway& d) {
  Case c;
  c.temperature = d.temperature;
  c.metal.normal = d.normal;
  c.metal.cells = d.normal == lattice::Normal::n100 ? std::array{12, 12} : std::array{10, 7};
  c.metal.layers = d.layers;
  c.ceramic.injection.barrier = d.injection;
  c.ceramic.segregation = d.segregation;
  return c;
}

inline Case steady_case(const Doorway& d, double coverage, double monolayers) {
  Case c = all_layers(d);
  c.current = interface::Constant {
    test::steady_state(c, coverage).flux / interface::site_area(c.metal), monolayers, 0
  };
  if (d.explicit_layers > 0) {
    c.metal.layers = d.explicit_layers;
    c.far_side = interface::Thick { .layers = d.layers };
  }
  // a run's own population of thick metal is at most that of its onset
  c.onset.coverage_threshold = coverage;
  c.onset.primary = interface::Detector::coverage;
  c.stop = interface::Stop::end;
  c.sample_monolayers = 0.5;
  return c;
}

/// Time average of the coverage in a run that starts from sites chosen independently with theory's
/// occupation of each layer. Without segregation means obey closed linear equations, of which that
/// is the steady state: the average is then exact from the first moment on. The first `transient`
/// monolayers do not count.
inline double steady_coverage(const Doorway& d, double coverage, double monolayers,
                              double transient, std::uint64_t seed) {
  class Average : public interface::Observer {
   public:
    explicit Average(double from) : from_(from) {}
    double sum = 0, count = 0;
    void sample(const interface::Sample& s, const lattice::Occupation&,
                const lattice::Clusters&) override {
      if (s.monolayers <= from_) return;
      sum += s.coverage;
      ++count;
    }
    void save(kmc::Writer&) override {}
    void load(kmc::Reader&) override {}

   private:
    double from_;
  };
  Case c = steady_case(d, coverage, monolayers);
  const auto profile = test::steady_state(all_layers(d), coverage).occupation;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers);
  kmc::Stream random(seed, 100);
  for (std::uint64_t n = 0; n < slab.sites(); ++n) {
    const lattice::Cell cell = slab.nth(n);
    const auto k = static_cast<std::size_t>(cell.k);
    if (k < profile.size() && random.uniform() < profile[k]) c.initial.sites.push_back(cell);
  }
  // As a strip leaves it: of the strips after one, each finds the steady state. From any other
  // moment on a given number of them would find less, by up to one part in that number, as none
  // comes first.
  auto& vacant = c.initial.sites;
  const auto stripped = [&] {
    const auto below = [&](int n) {
      return static_cast<int>(random.below(static_cast<std::uint64_t>(n)));
    };
    return lattice::Cell{below(slab.columns()), below(slab.rows()), 0};
  };
  lattice::Cell site = stripped();
  while (std::find(vacant.begin(), vacant.end(), site) != vacant.end()) site = stripped();
  vacant.push_back(site);
  Average average(transient + 0.25);
  interface::Observer* const observers[] = {&average};
  if (interface::run(c, seed, observers, {}, {}).reason != interface::Reason::protocol_end)
    throw Error("contact was lost on the way; what is left is no fair sample");
  return average.sum / average.count;
}

}  // namespace lacuna::validate
