#include "cell/field.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace lacuna::cell {
namespace {

constexpr int most_modes = 32;

// κL, tanh(κL)/κL being the share of the thickness that is effective: the field of dislocations
// exactly, of grain boundaries one that is as strong at the interface in the steady state.
double screening(const Boundary& b) {
  if (!(b.steeper > 1)) return 0.0;
  double low = 0.0, high = b.steeper + 1;
  for (int n = 0; n < 60; ++n) {
    const double middle = (low + high) / 2;
    (middle / std::tanh(middle) < b.steeper ? low : high) = middle;
  }
  return high;
}

std::vector<Mode> modes_up_to(const Boundary& b, double fastest) {
  std::vector<Mode> all;
  const double depth = screening(b), taken = depth * depth;
  const double whole = (b.per_density - b.at_once) * b.steeper;
  for (int m = 0; m < most_modes; ++m) {
    const double wave = (m + 0.5) * std::numbers::pi, decay = (wave * wave + taken) / b.relaxation;
    if (decay > fastest) break;
    all.push_back({decay, 2 * whole / (wave * wave + taken)});
  }
  return all;
}

// What the modes leave.
double resistance_beside(const std::vector<Mode>& modes, const Boundary& b) {
  double left = b.per_density;
  for (const Mode& mode : modes) left -= mode.share;
  return left;
}

}  // namespace

Undisturbed::Undisturbed(const Boundary& b, bool transient)
    : far_(b.far),
      modes_(modes_up_to(b, transient ? INFINITY : 0.0)),
      at_start_(modes_.size(), 0.0) {
  resistance_ = resistance_beside(modes_, b);
}

void Undisturbed::enter(const Imposed::Stretch& next) {
  for (std::size_t m = 0; m < modes_.size(); ++m) at_start_[m] = amplitude(m, stretch_.to);
  stretch_ = next;
}

// p (j − j'/k) solves the equation; what is more or less at the start decays.
double Undisturbed::amplitude(std::size_t m, double time) const {
  if (stretch_.from == stretch_.to) return at_start_[m];
  const auto [decay, share] = modes_[m];
  const double behind = stretch_.slope() / decay;
  const double rest = at_start_[m] - share * (stretch_.density - behind);
  return share * (stretch_.at(time) - behind) + rest * std::exp(-decay * (time - stretch_.from));
}

double Undisturbed::operator()(double time) const {
  double sum = far_ + resistance_ * stretch_.at(time);
  for (std::size_t m = 0; m < modes_.size(); ++m) sum += amplitude(m, time);
  return sum;
}

Disturbance::Disturbance(const Boundary& b, double fastest) : modes_(modes_up_to(b, fastest)) {
  resistance_ = resistance_beside(modes_, b);
}

double Disturbance::lag(std::span<const double> amplitudes) {
  return std::accumulate(amplitudes.begin(), amplitudes.end(), 0.0);
}

void Disturbance::change(std::span<const double> amplitudes, double drawn,
                         std::span<double> out) const {
  for (std::size_t m = 0; m < modes(); ++m)
    out[m] = -modes_[m].decay * (amplitudes[m] - modes_[m].share * drawn);
}

void Disturbance::release(double per_area, std::span<double> amplitudes) const {
  for (std::size_t m = 0; m < modes(); ++m)
    amplitudes[m] -= modes_[m].decay * modes_[m].share * per_area;
}

}  // namespace lacuna::cell
