#include "cell/thin_metal.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

using nucleation::Arrivals;

/// Voids of one region, by whose sizes the gas thins out where the next vacancy joins.
struct Thinning {
  std::vector<double> ln_partition, attachment;
  double ln_thinner = 0.0;

  void add(double ln_q, double f, double factor) {
    // A void that is as high as the metal is far beyond its critical size.
    constexpr double least = 1e-3;
    const double thinner = std::max(factor, least);
    ln_partition.push_back(ln_q + ln_thinner);
    attachment.push_back(f * thinner);
    ln_thinner += std::log(thinner);
  }
};

}  // namespace

ThinMetal::ThinMetal(const interface::Case& c)
    : site_area_(interface::site_area(c.metal)),
      far_(interface::reservoir_concentration(c)),
      layers_(interface::total_layers(c)) {
  if (interface::beyond(c).leaving == interface::Leaving::blocked)
    throw InputError(
        "nothing passes a closed far side, so that the metal fills up and there is no steady state "
        "in which voids are born; use another far side, or a direct run");
  const interface::IsolatedRates k = interface::isolated_rates(c);
  const interface::Upward up = interface::upward(c.metal.normal);
  first_ = site_area_ / (up.directions * k.return_);
  per_layer_ = site_area_ / (up.squares * k.bulk);
}

Gradient ThinMetal::operator()(double density) const {
  const double drop = density * (first_ + per_layer_ * (layers_ - 2));
  return {far_ + drop, density * first_, density * per_layer_};
}

double ThinMetal::density(double fugacity) const {
  return (fugacity - far_) / (first_ + per_layer_ * (layers_ - 2));
}

ThinBirths::ThinBirths(const interface::Case& c, const Sources& sources)
    : sources_(sources), metal_(c) {}

nucleation::Birth ThinBirths::at_wall(const Source& wall, double density) const {
  const Gradient gas = metal_(density);
  Thinning voids;
  for (int n = 1; n <= wall.voids.largest(); ++n) {
    const Arrivals& joined = wall.counts.arrivals[static_cast<std::size_t>(n - 1)];
    const double less =
        (1 - joined.low) * (gas.first - gas.per_layer) + joined.height * gas.per_layer;
    voids.add(wall.voids.ln_partition(n), wall.voids.attachment(n), 1 - less / gas.interface);
  }
  return nucleation::birth_sum(voids.ln_partition, voids.attachment, gas.interface);
}

nucleation::Birth ThinBirths::in_layer(int layer, const Gradient& gas) const {
  const Source &wall = sources_.wall, &bulk = sources_.bulk;
  const double here = gas.above(layer);
  Thinning voids;
  for (int n = 1; n <= std::min(wall.voids.largest(), bulk.voids.largest()); ++n) {
    const Arrivals& joined = bulk.counts.arrivals[static_cast<std::size_t>(n - 1)];
    const double f = std::min(bulk.voids.attachment(n), wall.voids.attachment(n));
    voids.add(bulk.voids.ln_partition(n), f, 1 - joined.height * gas.per_layer / here);
  }
  return nucleation::birth_sum(voids.ln_partition, voids.attachment, here);
}

double ThinBirths::in_metal(const Gradient& gas) const {
  constexpr double enough = 1e-6;
  double sum = 0.0;
  for (int layer = 1; layer < metal_.layers() - 1; ++layer) {
    const double rate = std::exp(in_layer(layer, gas).ln_rate);
    sum += rate;
    if (rate * (metal_.layers() - layer) < enough * sum) break;
  }
  return sum;
}

Births::Density ThinBirths::operator()(double density) const {
  double wall = 0;
  sources_.each_wall([&](const Source& each, double share) {
    wall += share * std::exp(at_wall(each, density).ln_rate);
  });
  return {wall / metal_.site_area(), in_metal(metal_(density)) / metal_.site_area()};
}

}  // namespace lacuna::cell
