#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/words.hpp"

namespace lacuna::interface {

struct Case;
struct Metal;

// The metal beyond the explicit layers (design §4). Each far side is a type that answers what
// others ask of it; nothing but its key row and its test asks which one it is.

/// Metal that holds vacancies at a stated concentration, and emits them in detailed balance.
struct Reservoir {
  double formation_energy = 0.0;   ///< E_f [eV]
  double formation_entropy = 0.0;  ///< S_f [k]
  /// P Ω [eV], the work against the pressure on the metal when a vacancy is made, which pushes a
  /// site's volume out. One that joins a void takes no volume, so that nothing else changes.
  double pressure_work = 0.0;

  /// exp(S_f/k - (E_f + P Ω)/kT), vacant fraction at a temperature [K].
  [[nodiscard]] double concentration(double temperature) const;
};

/// Throws InputError, beginning with `key`, where the pressure makes a vacancy cost twice E_f or
/// more: a rigid lattice knows no more of it.
void check_pressure(const Reservoir&, const char* key);

/// What becomes of a vacancy that hops out of the explicit layers.
enum class Leaving : std::uint8_t {
  annihilated,  ///< it is gone
  walks_on,     ///< it may come back (interface/in_flight.hpp)
  blocked,      ///< it cannot
};

/// When a vacancy that wandered off into thick metal comes back.
enum class Returns : std::uint8_t {
  in_time,  ///< when its walk says; the metal holds those on their way
  at_once,  ///< the metal answers without delay: steady states are the same, and reached sooner
};
constexpr auto words_of(Returns) {
  return std::array{
      Word{Returns::in_time, "in_time"},
      Word{Returns::at_once, "at_once"},
  };
}

/// Metal in which vacancies that left the explicit layers walk, unseen, up to its far end.
struct MetalAbove {
  Returns returns;
  int margin;  ///< explicit layers that there are to be above every void, with bonds [layers]
};

/// What a far side answers.
struct Beyond {
  std::string_view description;  ///< for readers
  int layers = 0;                ///< from the ceramic to the far end, explicit ones included
  Leaving leaving = Leaving::annihilated;
  bool takes_last_layer = false;  ///< the last explicit layer is the far side's, and holds none
  bool supplies_atoms = true;     ///< plated ones find room in the metal if not at the interface
  bool sink_at_end = false;       ///< what the theory without bonds is about (design §6)
  std::optional<Reservoir> reservoir = std::nullopt;  ///< emits, next to the explicit layers or at
                                                      ///< the far end
  std::optional<MetalAbove> above = std::nullopt;     ///< of vacancies that walk on
  std::string_view caution = {};                      ///< what is likely to mislead; empty: nothing
};

/// Vacancies that arrive are annihilated: the electrode drifts.
struct Sink {
  [[nodiscard]] Beyond beyond(const Metal&) const;
  /// Throws InputError that says what, why and what to do.
  void check(const Case&) const;
  /// Move the far end so many layers from the ceramic.
  void move_to(int layers, Metal&);
};

/// Absorbs and emits in detailed balance with a stated concentration.
struct Equilibrium {
  Reservoir reservoir;

  [[nodiscard]] Beyond beyond(const Metal&) const;
  void check(const Case&) const;
  void move_to(int layers, Metal&);
};

/// A rigid collector: nothing passes.
struct Closed {
  [[nodiscard]] Beyond beyond(const Metal&) const;
  void check(const Case&) const;
  void move_to(int layers, Metal&);
};

/// Perfect metal up to a far end, where vacancies are annihilated.
struct Thick {
  // Distance from the ceramic to the far end, explicit layers included; exactly one is > 0.
  double thickness = 0.0;  ///< [angstrom]
  int layers = 0;
  Returns returns = Returns::in_time;
  std::optional<Reservoir> far_end = std::nullopt;  ///< others set out from there
  int margin = 6;                                   ///< as MetalAbove's

  [[nodiscard]] Beyond beyond(const Metal&) const;
  void check(const Case&) const;
  void move_to(int layers, Metal&);
};

using FarSide = std::variant<Sink, Equilibrium, Closed, Thick>;

/// What lies beyond the explicit layers of a case.
[[nodiscard]] Beyond beyond(const Case&);
/// Throws InputError where the far side does not fit the case.
void check_far_side(const Case&);
/// The same with its far end so many layers from the ceramic: of thick metal the unseen part
/// changes, of all others the explicit layers.
[[nodiscard]] Case with_total_layers(Case, int layers);

}  // namespace lacuna::interface
