#include "cell/field.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace lacuna::cell {
namespace {

constexpr int mode_count = 32;

}  // namespace

Field::Field(const Boundary& b, bool transient) : far_(b.far), resistance_(b.per_density) {
  if (!transient) return;
  const double metal = b.per_density - b.at_once;
  for (int m = 0; m < mode_count; ++m) {
    const double wave = (m + 0.5) * std::numbers::pi;
    decay_.push_back(wave * wave / b.relaxation);
    share_.push_back(2 * metal / (wave * wave));
    // ∫cos over the metal is ±L/wave; a layer has one site per A_s.
    content_.push_back((m % 2 ? -1 : 1) / wave * b.layers / b.site_area);
    resistance_ -= share_.back();
  }
}

double Field::rest(std::span<const double> amplitudes) const {
  return std::accumulate(amplitudes.begin(), amplitudes.end(), far_);
}

void Field::change(std::span<const double> amplitudes, double net, std::span<double> out) const {
  for (std::size_t m = 0; m < modes(); ++m) out[m] = -decay_[m] * (amplitudes[m] - share_[m] * net);
}

void Field::release(double per_area, std::span<double> amplitudes) const {
  for (std::size_t m = 0; m < modes(); ++m) amplitudes[m] += decay_[m] * share_[m] * per_area;
}

double Field::stored(std::span<const double> amplitudes) const {
  return std::inner_product(amplitudes.begin(), amplitudes.end(), content_.begin(), 0.0);
}

}  // namespace lacuna::cell
