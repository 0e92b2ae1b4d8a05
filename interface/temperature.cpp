#include "interface/temperature.hpp"

#include "interface/case.hpp"

namespace lacuna::interface {

bool is_colder_than_any_battery(double temperature) {
  constexpr double cold = 100.0;  // [K]
  return temperature < cold;
}

bool is_liquid_sodium(const Case& c, double temperature) {
  constexpr double melting_point = 370.95;  // [K]
  const bool sodium = c.metal.lattice_constant > 4.2 && c.metal.lattice_constant < 4.35;
  return sodium && temperature > melting_point;
}

}  // namespace lacuna::interface
