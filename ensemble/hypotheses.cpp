#include "ensemble/hypotheses.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "ensemble/normal.hpp"

namespace lacuna::ensemble {

namespace {

constexpr double log_two_pi = 1.837877066409345483560659472811;

/// (value - target) / error; without an error, infinite unless they are equal.
double deviation(double value, double target, double error) {
  return value == target ? 0.0 : (value - target) / error;
}

}  // namespace

EnergyComparison compare(const Estimate& predicted, const MeasuredEnergy& measured) {
  const double energy = predicted.value, error = std::hypot(predicted.error, measured.error);
  const double width = measured.high - measured.low;
  if (width < 0)
    throw Error("a measured activation energy ends below its beginning; swap low and high");
  if (!(error > 0) && !(width > 0))
    throw Error(
        "a measured activation energy has neither an error nor a width, so that nothing agrees "
        "with it; "
        "state one");
  if (width == 0) {
    const double z = deviation(energy, measured.low, error);
    return {z, log_normal_density(z) - std::log(error)};
  }
  const double nearest = std::clamp(energy, measured.low, measured.high);
  const double z = deviation(energy, nearest, error);
  if (error == 0) return {z, z == 0 ? -std::log(width) : -std::numeric_limits<double>::infinity()};
  const double log_share =
      log_normal_between((measured.low - energy) / error, (measured.high - energy) / error);
  return {z, log_share - std::log(width)};
}

std::vector<double> posterior_weights(std::span<const double> log_likelihoods) {
  if (log_likelihoods.empty()) return {};
  const double best = *std::max_element(log_likelihoods.begin(), log_likelihoods.end());
  if (!std::isfinite(best))
    throw Error("no hypothesis can have led to what was measured; add one, or state its error");
  std::vector<double> weights;
  double sum = 0;
  for (const double l : log_likelihoods) sum += weights.emplace_back(std::exp(l - best));
  for (double& w : weights) w /= sum;
  return weights;
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
  profile.log_likelihood = -(profile.chi_squared + factor->log_determinant() +
                             static_cast<double>(points.size()) * log_two_pi) /
                           2;
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
