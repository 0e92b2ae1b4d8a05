#include "interface/far_metal.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "interface/initial_state.hpp"
#include "interface/slab_model.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

// Thick metal of 60 layers with bonds, 7 of them explicit at first.
Case thick() {
  Case c;
  c.metal.cells = {8, 6};
  c.metal.layers = 7;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.05;
  c.far_side = Thick{.layers = 60, .returns = Returns::at_once};
  return c;
}

struct Scene {
  explicit Scene(const Case& c)
      : values(c),
        model(values),
        engine(model, kmc::CompositionRejection(model.scale()), {1, 1}),
        metal(values, 1, model, engine) {}
  void make_void(int vacancies) {
    place_initial_vacancies({vacancies, 0.0, {}}, model, {1, 2});
    engine.take_up_all();
  }
  [[nodiscard]] Sample sample() const {
    Sample s;
    s.time = 1.0;
    for (const auto& c : clusters().list)
      s.deepest_layer = std::max(s.deepest_layer, c.highest_layer);
    return s;
  }
  [[nodiscard]] lattice::Clusters clusters() const {
    return lattice::find_clusters(model.occupation(), values.connectivity);
  }

  Case values;
  SlabModel model;
  kmc::Engine<SlabModel> engine;
  FarMetal<SlabModel> metal;
};

}  // namespace

TEST_CASE("the explicit layers of thick metal keep their margin above a void, and come back") {
  Scene scene(thick());
  scene.make_void(60);
  const int top = scene.sample().deepest_layer, margin = beyond(scene.values).above->margin;
  scene.metal.adapt(scene.sample(), scene.clusters());
  CHECK(scene.model.slab().layers() == top + 1 + 2 * margin);
  CHECK(scene.metal.far_field()->most_layers == top + 1 + 2 * margin);
  kmc::Changes changes;
  while (scene.model.carriers() > 0) scene.model.fill({0}, changes);
  changes.clear();
  scene.engine.take_up_all();
  scene.metal.adapt(scene.sample(), scene.clusters());
  CHECK(scene.model.slab().layers() == 7);
  CHECK(scene.metal.far_field()->most_layers == top + 1 + 2 * margin);
}

TEST_CASE("without bonds, or with another far side, the explicit layers stay as they are") {
  Case without = thick(), sink = thick();
  without.metal.bond_nn1 = without.metal.bond_nn2 = 0;
  sink.far_side = {};
  for (const Case& c : {without, sink}) {
    Scene scene(c);
    scene.make_void(60);
    scene.metal.adapt(scene.sample(), scene.clusters());
    CHECK(scene.model.slab().layers() == 7);
    CHECK(scene.metal.far_field().has_value() == std::holds_alternative<Thick>(c.far_side));
    CHECK(std::isinf(scene.metal.next_flight()));
    CHECK(std::isinf(scene.metal.next_emission()));
  }
}

TEST_CASE("a void at the top has outgrown layers that cannot grow, and outrun others") {
  Sample at_top;
  at_top.time = 1.0;
  at_top.deepest_layer = 6;
  Case sink = thick();
  sink.far_side = {};
  Scene fixed(sink), grows(thick());
  CHECK(fixed.metal.outgrown(at_top));
  at_top.deepest_layer = 4;
  CHECK_FALSE(fixed.metal.outgrown(at_top));
  CHECK_FALSE(grows.metal.outgrown(at_top));
  CHECK_FALSE(grows.metal.far_field()->outrun);
  at_top.deepest_layer = 6;
  CHECK_FALSE(grows.metal.outgrown(at_top));
  CHECK(grows.metal.far_field()->outrun);
}

TEST_CASE("the far field is crowded from where its mean first was above five per cent") {
  Scene scene(thick());
  SampleInterval mean;
  for (const auto& [crowding, density] :
       {std::pair{0.04, 1.0}, {0.06, 2.0}, {0.05, 3.0}, {0.07, 4.0}}) {
    mean.crowding = crowding;
    mean.density = density;
    scene.metal.note_crowding(mean);
  }
  CHECK(scene.metal.far_field()->highest == 0.07);
  CHECK(scene.metal.far_field()->crowded_from == 2.0);
}

TEST_CASE("what emits does so at the model's rate, from the start on") {
  Case c = thick();
  c.far_side = Equilibrium{{.formation_energy = 0.1}};
  Scene scene(c);
  CHECK(std::isinf(scene.metal.next_emission()));
  scene.metal.start(1.0);
  double sum = 0.0;
  constexpr int draws = 4000;
  for (int n = 0; n < draws; ++n) {
    sum += scene.metal.next_emission();  // the clock stands at 0
    scene.metal.emit();
  }
  const double mean = 1 / scene.model.emission_rate();
  CHECK(std::abs(sum / draws - mean) < 4 * mean / std::sqrt(double{draws}));
  CHECK(scene.model.events().emitted > 0);
}
