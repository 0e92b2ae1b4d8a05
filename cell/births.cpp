#include "cell/births.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace lacuna::cell {
namespace {

constexpr double reach = 9;      // of ln z
constexpr double margin = 1.01;  // above the highest fugacity, for derivatives there

}  // namespace

// Hermite's cubic over one interval.
double BirthTable::between(double left, double left_slope, double right, double right_slope,
                           double share) const {
  const double rest = 1 - share;
  return rest * rest * ((1 + 2 * share) * left + share * spacing_ * left_slope) +
         share * share * ((1 + 2 * rest) * right - rest * spacing_ * right_slope);
}

double BirthTable::ln_rate(std::size_t n, double share) const {
  const Point &left = points_[n], &right = points_[n + 1];
  return between(left.ln_rate, left.slope, right.ln_rate, right.slope, share);
}

BirthTable::BirthTable(const nucleation::Voids& voids, double highest, double spacing)
    : lowest_(std::log(highest) - reach), spacing_(spacing) {
  const auto last = static_cast<std::size_t>(std::lround(reach / spacing));
  for (std::size_t n = 0; n <= last; ++n) {
    const nucleation::Birth birth =
        voids.birth_sum(std::exp(lowest_ + spacing * static_cast<double>(n)));
    points_.push_back({birth.ln_rate, birth.sensitivity, 0.0, 0.0});
  }
  // Gauss and Legendre's three points an interval; below the table J is a power of z.
  constexpr std::array<std::pair<double, double>, 3> rule{
      {{0.1127016653792583, 5.0 / 18}, {0.5, 8.0 / 18}, {0.8872983346207417, 5.0 / 18}}};
  double ln_sum = points_[0].ln_rate + lowest_ - std::log(points_[0].slope + 1);
  for (std::size_t n = 0; n <= last; ++n) {
    const double ln_z = lowest_ + spacing * static_cast<double>(n);
    points_[n].ln_integral = ln_sum;
    points_[n].lift = std::exp(points_[n].ln_rate + ln_z - ln_sum);
    if (n == last) break;
    double more = 0.0;
    for (const auto& [share, weight] : rule)
      more += weight * spacing * std::exp(ln_rate(n, share) + ln_z + share * spacing - ln_sum);
    ln_sum += std::log1p(more);
  }
}

double BirthTable::rate(double fugacity) const {
  const double place = (std::log(fugacity) - lowest_) / spacing_;
  if (!(place >= 0)) return 0.0;
  const auto n = std::min(static_cast<std::size_t>(place), points_.size() - 2);
  return std::exp(ln_rate(n, std::min(place - static_cast<double>(n), 1.0)));
}

double BirthTable::integral(double fugacity) const {
  const double place = (std::log(fugacity) - lowest_) / spacing_;
  if (!(place >= 0)) return 0.0;
  const auto n = std::min(static_cast<std::size_t>(place), points_.size() - 2);
  const double share = std::min(place - static_cast<double>(n), 1.0);
  const Point &left = points_[n], &right = points_[n + 1];
  return std::exp(between(left.ln_integral, left.lift, right.ln_integral, right.lift, share));
}

Births::Births(const Sources& sources, const Boundary& boundary, double highest, double spacing)
    : highest_(highest),
      bulk_(sources.bulk.voids, highest * margin, spacing),
      site_area_(boundary.site_area),
      layers_(boundary.layers),
      far_(boundary.far) {
  sources.each_wall([&](const Source& wall, double share) {
    walls_.push_back({BirthTable(wall.voids, highest * margin, spacing), share});
  });
}

// Σ J(z_k) over layers 1 to M, z_k = z0 − rise k/M, by the trapezoidal rule: its next term is below
// (n*/M)²/12 of it.
Births::Density Births::operator()(double fugacity, double rise) const {
  double wall = 0;
  for (const Wall& each : walls_) wall += each.share * each.births.rate(fugacity);
  const double here = bulk_.rate(fugacity);
  constexpr double flat = 1e-6;
  const double end = std::max(far_, fugacity - rise);
  const double mean =
      rise > flat * fugacity ? (bulk_.integral(fugacity) - bulk_.integral(end)) / rise : here;
  const double bulk = layers_ * mean - (here - bulk_.rate(end)) / 2;
  return {wall / site_area_, std::max(bulk, 0.0) / site_area_};
}

double Births::sensitivity(double fugacity, double rise) const {
  constexpr double step = 1e-3;
  const double here = (*this)(fugacity, rise).total();
  const double above = (*this)(fugacity * (1 + step), rise + step * fugacity).total();
  return here > 0 ? std::log(above / here) / step : 0.0;
}

}  // namespace lacuna::cell
