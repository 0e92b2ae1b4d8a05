#include "cell/constriction.hpp"

#include <cmath>

#include "interface/strip_field.hpp"

namespace lacuna::cell {

Constriction constriction(const interface::Case& c, std::span<const SizeClass> sizes) {
  double voids = 0.0, squares = 0.0, cubes = 0.0;
  for (const SizeClass& s : sizes) {
    voids += s.density;
    squares += s.density * s.radius * s.radius;
    cubes += s.density * s.radius * s.radius * s.radius;
  }
  Constriction found;
  found.radius = std::sqrt(squares / voids);
  found.wagner = interface::transfer_length(c) / found.radius;
  found.resistance = 4.0 / 3 * interface::resistivity(c) * cubes;
  return found;
}

}  // namespace lacuna::cell
