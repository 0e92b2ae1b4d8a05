#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/layer_walk.hpp"

/// One vacancy alone in perfect metal, and what theory knows of its walk (exact results 1, 4 and
/// 5).
namespace lacuna::test {

using interface::Bounding;
using interface::Case;
using interface::SlabModel;
using lattice::Cell;
using lattice::Normal;
using lattice::Slab;

/// Metal whose hops are all of one class.
inline Case plain(Normal normal, double temperature = 300) {
  Case c;
  c.temperature = temperature;
  c.metal.normal = normal;
  c.metal.hop = c.ceramic.lateral = c.ceramic.injection = {0.053, 1e13};
  return c;
}

/// One vacancy, its steps one by one.
class Walker {
 public:
  Walker(const Case& c, const Slab& slab, Bounding bounding, const Cell& start, std::uint64_t seed)
      : model_(c, slab, bounding),
        engine_(place(start), kmc::CompositionRejection(model_.scale()), kmc::Stream(seed, 1)) {}

  /// Makes one hop, waiting as long as it takes; gives its direction, or -1 if the vacancy is gone.
  int hop() {
    const Cell before = at();
    while (present() && at() == before) (void)engine_.step(1e300);
    if (!present()) return -1;
    for (int d = 0; d < 8; ++d)
      if (model_.slab().neighbour(before, d) == at()) return d;
    return -2;
  }
  [[nodiscard]] bool present() const { return model_.carriers() > 0; }
  [[nodiscard]] Cell at() const { return model_.occupation().cell({0}); }
  [[nodiscard]] double now() const { return engine_.now(); }
  [[nodiscard]] const Slab& slab() const { return model_.slab(); }
  /// Back to the start, with the time going on.
  void restart(const Cell& start) {
    kmc::Changes changes;
    if (present()) model_.fill({0}, changes);
    model_.vacate(start, changes);
    engine_.take_up(changes);
  }
  /// The next hop, unless `moment` comes first; tells which it was.
  bool hop_before(double moment, int& direction) {
    const Cell before = at();
    while (engine_.step(moment)) {
      if (at() == before) continue;
      for (direction = 0; model_.slab().neighbour(before, direction) != at(); ++direction) {
      }
      return true;
    }
    return false;
  }

 private:
  SlabModel& place(const Cell& start) {
    kmc::Changes ignored;
    model_.vacate(start, ignored);
    return model_;
  }

  SlabModel model_;
  kmc::Engine<SlabModel> engine_;
};

/// Expected visits and absorption of the layer walk by linear balance: heights +-1 and +-3 on
/// (111),
/// +-1 on the others; layer `low - 1` and below absorb or (low = 0) are blocked, >= `high` absorb.
struct LayerBalance {
  std::vector<double> time;    ///< mean time to absorption from each layer, in units of 1 / (total
                               ///< rate)
  std::vector<double> escape;  ///< probability of ending at or above `high`
};
inline LayerBalance layer_balance(Normal normal, int low, int high) {
  const auto n = static_cast<std::size_t>(high - low);
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
  std::vector<double> one(n, 0.0), up(n, 0.0);
  double moving = 0;
  for (const int climb : climbs(normal)) moving += climb != 0;
  for (std::size_t l = 0; l < n; ++l) {
    one[l] = 1;
    for (const int climb : climbs(normal)) {
      const int to = low + static_cast<int>(l) + climb;
      if (climb == 0 || (low == 0 && to < 0)) continue;
      a[l][l] += 1 / moving;
      if (to >= high)
        up[l] += 1 / moving;
      else if (to >= low)
        a[l][static_cast<std::size_t>(to - low)] -= 1 / moving;
    }
  }
  return {solve_dense(a, one), solve_dense(a, up)};
}

/// Channels of an isolated vacancy that leave its layer, each of rate k.
inline double leaving(Normal normal) { return normal == Normal::n110 ? 4 : 8; }

/// C(2n, n) / 4^n.
inline double binomial_share(int n) {
  double p = 1;
  for (int k = 1; k <= n; ++k) p *= (2.0 * k - 1) / (2.0 * k);
  return p;
}

}  // namespace lacuna::test
