#include "interface/far_side.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/case.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

void check_last_layer(const Case& c) {
  if (c.metal.layers < 2)
    throw InputError(
        "metal.layers: an absorbing far side needs at least 2 layers, of which the last absorbs");
}

}  // namespace

void check_pressure(const Reservoir& reservoir, const char* key) {
  if (reservoir.pressure_work == 0) return;
  if (reservoir.pressure_work < reservoir.formation_energy) return;
  throw InputError(
      fmt::format("{}: the pressure makes a vacancy cost {:.4g} eV more, no less than the {:.4g} "
                  "eV that it costs without (E_f): it would close the lattice, which is rigid "
                  "here; lower pressure_MPa",
                  key, reservoir.pressure_work, reservoir.formation_energy));
}

double Reservoir::concentration(double temperature) const {
  const double energy = formation_energy + (mutated(Mutation::no_pressure) ? 0.0 : pressure_work);
  return std::exp(formation_entropy - energy / (constants::boltzmann * temperature));
}

Beyond Sink::beyond(const Metal& metal) const {
  return {.description = "sink (vacancies that arrive are annihilated)",
          .layers = metal.layers,
          .takes_last_layer = true,
          .sink_at_end = true};
}
void Sink::check(const Case& c) const { check_last_layer(c); }
void Sink::move_to(int layers, Metal& metal) { metal.layers = layers; }

Beyond Equilibrium::beyond(const Metal& metal) const {
  return {.description = "equilibrium (absorbs and emits vacancies)",
          .layers = metal.layers,
          .takes_last_layer = true,
          .reservoir = reservoir};
}
void Equilibrium::check(const Case& c) const {
  check_last_layer(c);
  check_pressure(reservoir, "far_side");
}
void Equilibrium::move_to(int layers, Metal& metal) { metal.layers = layers; }

Beyond Closed::beyond(const Metal& metal) const {
  return {.description = "closed (nothing passes)",
          .layers = metal.layers,
          .leaving = Leaving::blocked,
          .supplies_atoms = false,
          .caution =
              "the far side is closed: vacancies cannot leave, so any stripping fills the "
              "slab with them in the end"};
}
void Closed::check(const Case&) const {}
void Closed::move_to(int layers, Metal& metal) { metal.layers = layers; }

Beyond Thick::beyond(const Metal& metal) const {
  const bool in_layers = layers > 0;
  return {.description = "thick (perfect metal up to a far end)",
          .layers =
              in_layers ? layers : static_cast<int>(std::lround(thickness / layer_spacing(metal))),
          .leaving = Leaving::walks_on,
          .sink_at_end = !far_end,
          .reservoir = far_end,
          .above = MetalAbove{returns, margin}};
}

// Nothing above the explicit layers may reach layer 0 in one hop.
void Thick::check(const Case& c) const {
  check_last_layer(c);
  constexpr int least = 4;
  constexpr double most = 1e8;  // layers; centimetres
  if (c.metal.layers < least)
    throw InputError(
        fmt::format("metal.layers: a thick far side needs at least {} explicit layers", least));
  if ((thickness > 0) == (layers > 0))
    throw InputError(
        "far_side.thick needs one of thickness_um and layers: the distance from the ceramic to the "
        "sink");
  const double spacing = layer_spacing(c.metal);
  if (thickness / spacing > most || layers > most)
    throw InputError(fmt::format("far_side.thick: at most {:g} layers", most));
  if (far_end) check_pressure(*far_end, "far_side");
  if (margin < 1) throw InputError("far_side.thick: margin_layers must be at least 1");
  const int total = beyond(c.metal).layers;
  if (total <= c.metal.layers)
    throw InputError(fmt::format(
        "far_side.thick: {} layers ({:.4g} nm) from the ceramic to the sink are no more than the "
        "{} explicit ones; make it thicker, reduce metal.layers, or use far_side: sink, whose last "
        "explicit layer absorbs",
        total, total * spacing / 10, c.metal.layers));
}

void Thick::move_to(int distance, Metal&) {
  thickness = 0.0;
  layers = distance;
}

Beyond beyond(const Case& c) {
  return std::visit([&](const auto& side) { return side.beyond(c.metal); }, c.far_side);
}

void check_far_side(const Case& c) {
  std::visit([&](const auto& side) { side.check(c); }, c.far_side);
}

Case with_total_layers(Case c, int layers) {
  std::visit([&](auto& side) { side.move_to(layers, c.metal); }, c.far_side);
  return c;
}

}  // namespace lacuna::interface
