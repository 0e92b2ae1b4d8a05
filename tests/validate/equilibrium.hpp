#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "core/constants.hpp"
#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/closed_cell.hpp"

namespace lacuna::validate {

/// A small closed box that is put into a state of Boltzmann's distribution again and again, and let
/// go for a while: what is seen after that are independent draws from the same distribution.
template <class Selector>
class Equilibrium {
 public:
  Equilibrium(const test::Box& box, interface::Bounding bounding, std::uint64_t seed)
      : slab_(box.values.metal.normal, box.values.metal.lattice_constant, box.values.metal.cells,
              box.values.metal.layers, box.boundary),
        states_(box, slab_),
        model_(box.values, slab_, bounding),
        engine_(model_, Selector(model_.scale()), kmc::Stream(seed, 1)),
        random_(seed, 2),
        draw_(states_.probabilities().begin(), states_.probabilities().end()) {
    // slowest: apart from a bond (e1 + 2 e2 or so above the migration barrier), out of the
    // interface
    const interface::Metal& m = box.values.metal;
    const double barrier = m.hop.barrier + (m.bond_nn1 + 2 * m.bond_nn2) / 2;
    relaxation_ = std::exp(barrier / (constants::boltzmann * box.values.temperature)) /
                  m.hop.attempt_frequency;
  }

  [[nodiscard]] const test::States& states() const { return states_; }
  /// The state after some relaxation times.
  std::size_t after(double relaxations) {
    kmc::Changes changes;
    while (model_.carriers() > 0) model_.fill({model_.carriers() - 1}, changes);
    engine_.take_up(changes);
    for (const lattice::Cell& c : states_.cells(draw_(random_))) model_.vacate(c, changes);
    engine_.take_up(changes);
    begun_ = model_.events().hops();
    engine_.advance(engine_.now() + relaxations * relaxation_, ~std::uint64_t{0});
    return states_.of(model_);
  }
  /// Hops of the last `after`.
  [[nodiscard]] double hops() const { return static_cast<double>(model_.events().hops() - begun_); }

 private:
  lattice::Slab slab_;
  test::States states_;
  interface::SlabModel model_;
  kmc::Engine<interface::SlabModel, Selector> engine_;
  kmc::Stream random_;
  std::discrete_distribution<std::size_t> draw_;
  double relaxation_ = 0.0;
  std::uint64_t begun_ = 0;
};

}  // namespace lacuna::validate
