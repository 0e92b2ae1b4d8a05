#include "cell/constriction.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "interface/strip_field.hpp"
#include "interface/voltage.hpp"

namespace lacuna::cell {
namespace {

using std::numbers::pi;

// ln(1 + w p)/w, p from `at_zero` to `at_end`: falls as the field of a void does, which reaches as
// far as κ R_ct.
double fading(double wagner, double at_zero, double at_end, double bend) {
  if (wagner < 1e-9) return at_zero;
  const double p = at_end + (at_zero - at_end) / (1 + bend * std::cbrt(wagner * wagner));
  return std::log1p(wagner * p) / wagner;
}

}  // namespace

double constriction_by_wagner(double wagner) {
  return 8.0 / 3 - pi / 2 * fading(wagner, 8 / (3 * pi), 0.332, 1.18);
}

double caught_by_wagner(double wagner) { return fading(wagner, 2 - 4 / pi, 0.31, 1.0); }

Crowding::Crowding(const interface::Case& c) {
  if (!c.ceramic.electrolyte) return;
  const bool linear = c.ceramic.electrolyte->transfer == interface::TransferLaw::linear;
  electrolyte_ = {interface::resistivity(c), interface::transfer_length(c),
                  linear ? std::numeric_limits<double>::infinity()
                         : 2 * interface::Overpotential(c).exchange_density()};
}

double Crowding::wagner(double radius) const { return wagner(radius, 0.0); }

// R_ct is the slope of the law at the current: kT/(e j0) by √(1 + (j/2j0)²).
double Crowding::wagner(double radius, double density) const {
  const double drive = density / electrolyte_->twice_exchange_density;
  return electrolyte_->length / std::hypot(1.0, drive) / radius;
}

double Crowding::caught(double radius, double density) const {
  if (!electrolyte_ || !(radius > 0)) return 0.0;
  return caught_by_wagner(wagner(radius, density)) * density * pi * radius * radius;
}

double Crowding::resistance(double radius, double density) const {
  if (!electrolyte_ || !(radius > 0)) return 0.0;
  return constriction_by_wagner(wagner(radius, density)) * electrolyte_->resistivity * radius *
         radius * radius;
}

Constriction constriction(const interface::Case& c, std::span<const SizeClass> sizes) {
  const Crowding crowding(c);
  double voids = 0.0, squares = 0.0;
  Constriction found;
  for (const SizeClass& s : sizes) {
    voids += s.density;
    squares += s.density * s.radius * s.radius;
    found.resistance += s.density * crowding.resistance(s.radius, 0.0);
  }
  found.radius = std::sqrt(squares / voids);
  found.wagner = crowding.wagner(found.radius);
  found.caught = caught_by_wagner(found.wagner);
  return found;
}

}  // namespace lacuna::cell
