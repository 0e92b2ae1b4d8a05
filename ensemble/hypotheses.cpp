#include "ensemble/hypotheses.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

#include "core/error.hpp"
#include "ensemble/normal.hpp"

namespace lacuna::ensemble {

EnergyComparison compare(const Estimate& predicted, const MeasuredEnergy& measured, double level) {
  if (measured.high < measured.low)
    throw Error("a measured activation energy ends below its beginning; swap low and high");
  const double energy = predicted.value, reach = two_sided_deviate(level) * measured.error;
  const double nearest = std::clamp(energy, measured.low, measured.high);
  const double towards =
      energy > nearest ? energy - predicted.interval.low : predicted.interval.high - energy;
  const double distance = std::abs(energy - nearest);
  if (distance > std::hypot(towards, reach)) return {Overlap::outside, distance};
  const bool inside = predicted.interval.low >= measured.low - reach &&
                      predicted.interval.high <= measured.high + reach;
  return {inside ? Overlap::inside : Overlap::overlaps, distance};
}

double PrefactorProfile::clock_factor() const { return std::exp(log_factor.value); }

Interval PrefactorProfile::clock_factor_interval() const {
  return {std::exp(log_factor.interval.low), std::exp(log_factor.interval.high)};
}

PrefactorProfile profile_prefactor(std::span<const MeasuredPoint> points,
                                   std::span<const double> predicted,
                                   const SymmetricMatrix& covariance, double level) {
  if (points.empty()) throw Error("a prefactor needs a measured point; give one");
  SymmetricMatrix total = covariance;
  std::vector<double> differences;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!(points[i].error > 0))
      throw Error(
          "a measured critical current has no error, so that it would outweigh all others; state "
          "one");
    total(i, i) += points[i].error * points[i].error;
    differences.push_back(points[i].log_density - predicted[i]);
  }
  const auto factor = Cholesky::factor(total);
  if (!factor)
    throw Error(
        "the errors of predicted critical currents are not a covariance; fit the line again");
  const std::vector<double> ones(points.size(), 1.0), weights = factor->solve(ones);
  const double information = dot(weights, ones), shift = dot(weights, differences) / information;

  PrefactorProfile profile;
  const double error = 1 / std::sqrt(information), reach = two_sided_deviate(level) * error;
  profile.log_factor = {shift, error, {shift - reach, shift + reach}};
  for (double& d : differences) d -= shift;
  profile.chi_squared = dot(factor->solve(differences), differences);
  profile.freedom = static_cast<int>(points.size()) - 1;
  if (profile.freedom > 0) {
    const boost::math::chi_squared_distribution<double> law(profile.freedom);
    profile.p = boost::math::cdf(boost::math::complement(law, profile.chi_squared));
  }
  return profile;
}

PrefactorProfile profile_prefactor(std::span<const MeasuredPoint> points, const Arrhenius& line,
                                   double level) {
  const double energy_variance = std::pow(line.activation_energy.error, 2);
  const double prefactor_variance = std::pow(line.log_prefactor.error, 2);
  std::vector<double> predicted, x;
  SymmetricMatrix covariance(points.size());
  for (const MeasuredPoint& point : points) {
    x.push_back(inverse_thermal_energy(point.temperature));
    predicted.push_back(line.log_density_at(point.temperature));
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t j = 0; j < points.size(); ++j)
      covariance(i, j) =
          prefactor_variance - (x[i] + x[j]) * line.covariance + x[i] * x[j] * energy_variance;
  return profile_prefactor(points, predicted, covariance, level);
}

}  // namespace lacuna::ensemble
