#include "interface/temperature.hpp"

#include "interface/case.hpp"
#include "interface/known_metals.hpp"

namespace lacuna::interface {

bool is_colder_than_any_battery(double temperature) {
  constexpr double cold = 100.0;  // [K]
  return temperature < cold;
}

const KnownMetal* liquid_metal(const Case& c, double temperature) {
  const KnownMetal* const metal = known_metal(c.metal.lattice_constant);
  return metal != nullptr && temperature > metal->melting_point ? metal : nullptr;
}

}  // namespace lacuna::interface
