#include "ensemble/rate_dependence.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>

#include "ensemble/line.hpp"

namespace lacuna::ensemble {

std::optional<double> same_exponent_p(std::span<const RateExponent> cells) {
  if (cells.size() < 2) return std::nullopt;
  double weights = 0, sum = 0;
  for (const auto& [temperature, exponent, replicas] : cells) {
    if (!(exponent.error > 0)) return std::nullopt;
    const double weight = 1 / (exponent.error * exponent.error);
    weights += weight;
    sum += weight * exponent.value;
  }
  double chi_squared = 0, correction = 0;
  for (const auto& [temperature, exponent, replicas] : cells) {
    const double weight = 1 / (exponent.error * exponent.error), left = 1 - weight / weights;
    chi_squared += weight * std::pow(exponent.value - sum / weights, 2);
    correction += left * left / (replicas - 1);
  }
  const double k = static_cast<double>(cells.size());
  const double f = chi_squared / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * correction);
  const boost::math::fisher_f_distribution<double> law(k - 1, (k * k - 1) / (3 * correction));
  return boost::math::cdf(boost::math::complement(law, f));
}

std::optional<double> rate_exponent(std::span<const std::pair<double, double>> factors) {
  if (factors.size() < 2) return std::nullopt;
  std::vector<double> x, y;
  for (const auto& [factor, log_density] : factors) {
    x.push_back(std::log(factor));
    y.push_back(log_density);
  }
  return fit_line(x, y, std::vector<double>(x.size(), 1.0)).slope;
}

std::optional<Estimate> other_convention(SameRamp own, const Estimate& energy,
                                         const Estimate& exponent) {
  if (own == SameRamp::none || !(exponent.interval.high < 0.5)) return std::nullopt;
  const bool to_fixed = own == SameRamp::charge;
  const double share = 1 - 2 * exponent.value;
  const double by_energy = to_fixed ? share : 1 / share;
  const double by_exponent = energy.value * (to_fixed ? -2 : 2 / (share * share));
  const double value = energy.value * by_energy;
  const auto end = [&](double energy_end, double exponent_end) {
    return std::hypot(by_energy * (energy_end - energy.value),
                      by_exponent * (exponent_end - exponent.value));
  };
  // The end of s that moves the product the same way as that of E does.
  const auto [falling, rising] = by_exponent < 0
                                     ? std::pair(exponent.interval.high, exponent.interval.low)
                                     : std::pair(exponent.interval.low, exponent.interval.high);
  return Estimate{
      value,
      std::hypot(by_energy * energy.error, by_exponent * exponent.error),
      {value - end(energy.interval.low, falling), value + end(energy.interval.high, rising)}};
}

Arrhenius turned(const Arrhenius& own, const Estimate& energy, double middle) {
  const Estimate& before = own.activation_energy;
  const double share = energy.value / before.value, variance = before.error * before.error;
  const double by_exponent = std::max(0.0, energy.error * energy.error - share * share * variance);
  const double lever = (1 - share) * middle;
  Arrhenius line = own;
  line.activation_energy = energy;
  Estimate& prefactor = line.log_prefactor;
  const double moved = -lever * before.value;
  const double spread =
      prefactor.error * prefactor.error - 2 * lever * own.covariance + lever * lever * variance;
  const double error = std::sqrt(std::max(0.0, spread) + middle * middle * by_exponent);
  const double wider = error / prefactor.error;
  prefactor = {prefactor.value + moved,
               error,
               {prefactor.value + moved - wider * (prefactor.value - prefactor.interval.low),
                prefactor.value + moved + wider * (prefactor.interval.high - prefactor.value)}};
  line.covariance = share * own.covariance - share * lever * variance + middle * by_exponent;
  return line;
}

}  // namespace lacuna::ensemble
