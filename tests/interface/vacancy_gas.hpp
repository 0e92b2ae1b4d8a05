#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "interface/far_metal.hpp"
#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "lattice/clusters.hpp"

namespace lacuna::test {

/// Sodium of shared/cell.md in a box, without current, whose far side holds vacancies at the
/// fugacity z.
struct GasBox {
  double temperature = 300.0;      ///< [K]
  double segregation = 0.0;        ///< E_seg [eV]
  double fugacity = 0.0;           ///< z
  std::array<int, 2> cells{8, 6};  ///< orthogonal, of two sites a layer
  int layers = 8;                  ///< the last one is the reservoir's

  [[nodiscard]] interface::Case values() const {
    interface::Case c;
    c.temperature = temperature;
    c.metal.cells = cells;
    c.metal.layers = layers;
    c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
    c.metal.hop = c.ceramic.lateral = {0.053, 1e13};
    c.ceramic.injection = {0.14, 1e13};
    c.ceramic.segregation = segregation;
    // it emits c/(1 − c) of what would leave if all sites were vacant
    c.far_side = interface::Equilibrium {
      { 0.0, std::log(fugacity / (1 + fugacity)) }
    };
    return c;
  }
};

/// Vacancies in such a box.
class VacancyGas {
 public:
  VacancyGas(const GasBox& box, std::uint64_t seed)
      : case_(box.values()),
        model_(case_),
        engine_(model_, kmc::CompositionRejection(model_.scale()), kmc::Stream(seed, 1)),
        far_(case_, seed, model_, engine_) {
    far_.start(0.0);
  }
  VacancyGas(const VacancyGas&) = delete;

  [[nodiscard]] const interface::SlabModel& model() const { return model_; }
  [[nodiscard]] double now() const { return engine_.now(); }
  /// Hops of a lone vacancy in one direction [1/s].
  [[nodiscard]] double hop_rate() const {
    return model_.rates().isolated(interface::Transition::bulk);
  }

  [[nodiscard]] std::vector<lattice::Cell> vacancies() const {
    std::vector<lattice::Cell> cells;
    for (std::uint32_t v = 0; v < model_.carriers(); ++v)
      cells.push_back(model_.occupation().cell({v}));
    return cells;
  }
  /// These instead of those that there are.
  void place(const std::vector<lattice::Cell>& cells) {
    kmc::Changes ignored;
    while (model_.carriers() > 0) model_.fill({model_.carriers() - 1}, ignored);
    for (const lattice::Cell& c : cells) model_.vacate(c, ignored);
    engine_.take_up_all();
  }
  /// [s]
  void advance(double duration) {
    constexpr auto all = std::numeric_limits<std::uint64_t>::max();
    const double until = engine_.now() + duration;
    for (; far_.next_emission() < until; far_.emit()) engine_.advance(far_.next_emission(), all);
    engine_.advance(until, all);
  }

  [[nodiscard]] lattice::Clusters clusters() const {
    return lattice::find_clusters(model_.occupation(), lattice::Connectivity::nn1_nn2);
  }
  /// Vacancies of the largest cluster.
  [[nodiscard]] std::uint32_t largest() const {
    std::uint32_t most = 0;
    for (const lattice::Cluster& c : clusters().list) most = std::max(most, c.size);
    return most;
  }

 private:
  interface::Case case_;
  interface::SlabModel model_;
  kmc::Engine<interface::SlabModel> engine_;
  interface::FarMetal<interface::SlabModel> far_;
};

}  // namespace lacuna::test
