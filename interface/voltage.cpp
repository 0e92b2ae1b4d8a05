#include "interface/voltage.hpp"

#include <cmath>
#include <limits>

#include "core/constants.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

double exchange_density_of(const Case& c) {
  const Voltage& v = c.voltage;
  if (v.exchange_relative) return *v.exchange_relative * predicted_density(c);
  // Arrhenius around the temperature at which j0 was measured
  return v.exchange_density * std::exp(-v.exchange_activation / constants::boltzmann *
                                       (1 / c.temperature - 1 / v.reference_temperature));
}

}  // namespace

Overpotential::Overpotential(const Case& c)
    : thermal_(constants::boltzmann * c.temperature),
      exchange_density_(exchange_density_of(c)),
      area_resistance_(c.voltage.area_resistance) {}

double Overpotential::charge_transfer(double density, double contact) const {
  if (density == 0) return 0.0;
  if (!(contact > 0)) return std::copysign(std::numeric_limits<double>::infinity(), density);
  return 2 * thermal_ * std::asinh(density / (2 * exchange_density_ * contact));
}

double Overpotential::operator()(double density, double contact) const {
  return density * area_resistance_ + charge_transfer(density, contact);
}

}  // namespace lacuna::interface
