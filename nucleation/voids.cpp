#include "nucleation/voids.hpp"

#include <cmath>

#include "core/mutation.hpp"
#include "nucleation/equilibrium_shape.hpp"
#include "nucleation/least_squares.hpp"

namespace lacuna::nucleation {

VoidCounts count_voids(const Conditions& at, const Hops& hops, const Effort& effort, int counted,
                       const std::optional<Box>& box, const std::stop_token& stop) {
  static_cast<void>(EquilibriumShape(at));  // refuses what has none, before it is sampled
  const Shapes shapes(at.normal, counted);
  Approaches approaches(at, hops, effort.largest, effort.seed, box);
  const Sampled sampled = sample(
      at, shapes, effort, [&](const Cluster& c) { approaches.measure(c); }, stop);
  return {ln_partitions(at, shapes, sampled), approaches.attachment(), sampled.bonds(),
          approaches.arrivals(), sampled.round_trips()};
}

Voids::Voids(const Conditions& at, const VoidCounts& counts)
    : formation_(at.formation()),
      area_term_(EquilibriumShape(at).surface_coefficient()),
      attachment_(counts.attachment) {
  LeastSquares<2> fit;
  const std::size_t last = counts.ln_partition.size();
  for (std::size_t n = 1; n <= last; ++n) {
    const double size = static_cast<double>(n), ln_q = counts.ln_partition[n - 1].value;
    ln_partition_.push_back(ln_q);
    attachments_.push_back(attachment_(static_cast<int>(n)));
    if (n > last / 2) fit.add({std::cbrt(size), 1.0}, formation_ * size - ln_q - surface(size), 1);
  }
  edge_term_ = fit.coefficients()[0];
  const auto size = static_cast<double>(last);
  constant_ = formation_ * size - ln_partition_.back() - surface(size);
}

// A n^{2/3} + B n^{1/3} + C, with what of them is known.
double Voids::surface(double n) const {
  const double edge = std::cbrt(n);
  return area_term_ * edge * edge + edge_term_ * edge + constant_;
}

double Voids::ln_partition(int n) const {
  if (n <= largest()) return ln_partition_[static_cast<std::size_t>(n - 1)];
  return formation_ * n - surface(n);
}

Voids Voids::extrapolated(int largest) const {
  Voids further = *this;
  for (int n = this->largest() + 1; n <= largest; ++n) {
    further.ln_partition_.push_back(ln_partition(n));
    further.attachments_.push_back(attachment(n));
  }
  return further;
}

double Voids::ln_threshold(double n) const {
  if (n > largest() - 2) {
    const double middle = n + 0.5;
    const double edge = std::cbrt(middle) * (mutated(Mutation::half_curvature) ? 2 : 1);
    return -formation_ + (2 * area_term_ / edge + edge_term_ / (edge * edge)) / 3;
  }
  const int below = static_cast<int>(n);
  const double share = n - below;
  const auto step = [&](int size) { return ln_partition(size) - ln_partition(size + 1); };
  return (1 - share) * step(below) + share * step(below + 1);
}

Voids::Critical Voids::critical(double fugacity) const {
  const double ln_z = std::log(fugacity);
  if (ln_z <= -formation_) return {INFINITY, INFINITY};
  const Birth counted = birth_sum(fugacity);
  if (counted.critical_size < largest() - 2)
    return {static_cast<double>(counted.critical_size), counted.barrier};
  double low = largest(), high = 2 * low;
  while (ln_threshold(high) > ln_z) high *= 2;
  for (int n = 0; n < 60; ++n) {
    const double middle = (low + high) / 2;
    (ln_threshold(middle) > ln_z ? low : high) = middle;
  }
  return {low, surface(low) - (formation_ + ln_z) * low};
}

Birth Voids::birth_sum(double fugacity) const {
  return nucleation::birth_sum(ln_partition_, attachments_, fugacity);
}

Birth Voids::birth(double fugacity) const {
  return nucleation::birth(ln_partition_, attachments_, fugacity);
}

}  // namespace lacuna::nucleation
