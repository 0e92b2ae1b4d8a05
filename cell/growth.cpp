#include "cell/growth.hpp"

#include <cmath>
#include <numbers>

#include "interface/theory.hpp"
#include "nucleation/equilibrium_shape.hpp"

namespace lacuna::cell {

Growth::Growth(const interface::Case& c, const Source& wall)
    : voids_(wall.voids), largest_(wall.voids.largest()), newborn_(std::pow(largest_, 2.0 / 3)) {
  using std::numbers::pi;
  const nucleation::EquilibriumShape shape(wall.at);
  const double a = c.metal.lattice_constant, volume = a * a * a / 2;
  // A cap whose metal meets the wall at the angle α is the sphere of radius ρ less what is below
  // −ρ cos α.
  const double cosine = std::cos(shape.contact_angle() * pi / 180);
  const double share = (1 + cosine) * (1 + cosine) * (2 - cosine) / 4;
  const double radius = std::cbrt(3 * volume / (4 * pi * share));
  capacity_ = 4 * pi * interface::isolated_rates(c).bulk * radius * std::sqrt(1 + cosine) / a;
  largest_capture_ = voids_.attachment(largest_) - capacity_ * std::cbrt(largest_);
  ln_newborn_threshold_ = voids_.ln_threshold(largest_);
  threshold_width_ = std::sqrt(2 * (ln_newborn_threshold_ - voids_.ln_threshold(largest_ + 1)));
  ground_ = shape.ground() * std::cbrt(volume * volume);
  height_ = radius * (1 + cosine);
}

double Growth::capture(double u) const {
  if (u <= newborn_) return voids_.attachment(u * std::sqrt(u));
  return largest_capture_ + capacity_ * std::sqrt(u);
}

double Growth::lasting(double fugacity) const {
  return std::erfc((ln_newborn_threshold_ - std::log(fugacity)) / threshold_width_) / 2;
}

double Growth::threshold(double u) const { return std::exp(voids_.ln_threshold(u * std::sqrt(u))); }

}  // namespace lacuna::cell
