#include "ensemble/theory_energy.hpp"

#include <cmath>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/line.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

using interface::FarSide;

std::optional<double> theory_energy(interface::Case values, std::span<const double> temperatures) {
  const FarSide far_side = values.far_side.kind;
  const bool bonds = values.metal.bond_nn1 != 0 || values.metal.bond_nn2 != 0 ||
                     !values.metal.table.entries.empty();
  const bool sink =
      far_side == FarSide::sink || (far_side == FarSide::thick && !emits(values.far_side));
  if (bonds || !sink || temperatures.size() < 2) return {};
  std::vector<double> x, y;
  for (const double temperature : temperatures) {
    values.temperature = temperature;
    x.push_back(inverse_thermal_energy(temperature));
    y.push_back(std::log(interface::predicted_density(values)));
  }
  return -fit_line(x, y, std::vector(x.size(), 1.0)).slope;
}

}  // namespace lacuna::ensemble
