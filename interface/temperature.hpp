#pragma once

namespace lacuna::interface {

struct Case;

/// Below 100 K no battery is at work: a temperature [K] was probably given in degrees Celsius.
[[nodiscard]] bool is_colder_than_any_battery(double temperature);

/// Sodium, by its lattice constant, above its melting point of 370.95 K (CRC Handbook of Chemistry
/// and Physics). A rigid lattice does not describe a liquid; other metals melt elsewhere.
[[nodiscard]] bool is_liquid_sodium(const Case&, double temperature);

}  // namespace lacuna::interface
