#include "ensemble/theory_energy.hpp"

#include <cmath>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/line.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

std::optional<double> theory_energy(interface::Case values, std::span<const double> temperatures) {
  if (!theory_holds(values) || temperatures.size() < 2) return {};
  std::vector<double> x, y;
  for (const double temperature : temperatures) {
    values.temperature = temperature;
    x.push_back(inverse_thermal_energy(temperature));
    y.push_back(std::log(interface::predicted_density(values)));
  }
  return -fit_line(x, y, std::vector(x.size(), 1.0)).slope;
}

}  // namespace lacuna::ensemble
