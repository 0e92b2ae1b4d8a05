#pragma once

namespace lacuna::interface {

struct Case;
struct KnownMetal;

/// Below 100 K no battery is at work: a temperature [K] was probably given in degrees Celsius.
[[nodiscard]] bool is_colder_than_any_battery(double temperature);

/// The metal of a case, by its lattice constant, if it is liquid at a temperature [K]; null: it is
/// solid, or not known. A rigid lattice does not describe a liquid.
[[nodiscard]] const KnownMetal* liquid_metal(const Case&, double temperature);

}  // namespace lacuna::interface
