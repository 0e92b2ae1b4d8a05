#include "interface/voltage.hpp"

#include <cmath>
#include <limits>

#include "core/constants.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {

double arrhenius(const Case& c, double activation) {
  return std::exp(-activation / constants::boltzmann *
                  (1 / c.temperature - 1 / c.voltage.reference_temperature));
}

namespace {

double exchange_density_of(const Case& c) {
  const Voltage& v = c.voltage;
  if (v.exchange_relative) return *v.exchange_relative * predicted_density(c);
  return v.exchange_density * arrhenius(c, v.exchange_activation);
}

double area_resistance_of(const Case& c) {
  const Voltage& v = c.voltage;
  if (v.area_resistance == 0) return 0.0;
  return v.area_resistance / arrhenius(c, v.resistance_activation);
}

}  // namespace

Overpotential::Overpotential(const Case& c)
    : thermal_(constants::boltzmann * c.temperature),
      exchange_density_(exchange_density_of(c)),
      area_resistance_(area_resistance_of(c)),
      subtracted_(c.onset.ohmic == OhmicPart::given ? area_resistance_ : 0.0) {}

double Overpotential::charge_transfer(double density, double contact) const {
  if (density == 0) return 0.0;
  if (!(contact > 0)) return std::copysign(std::numeric_limits<double>::infinity(), density);
  return 2 * thermal_ * std::asinh(density / (2 * exchange_density_ * contact));
}

double Overpotential::operator()(double density, double contact) const {
  return density * area_resistance_ + charge_transfer(density, contact);
}

double Overpotential::watched(double density, double contact) const {
  return charge_transfer(density, contact) + density * (area_resistance_ - subtracted_);
}

double Overpotential::watched_resistance() const {
  return charge_transfer_resistance() + area_resistance_ - subtracted_;
}

}  // namespace lacuna::interface
