#include "ensemble/size_law.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <set>
#include <utility>

#include "ensemble/line.hpp"
#include "ensemble/normal.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

namespace {

std::vector<double> terms(SizeLaw law, double x) {
  switch (law) {
    case SizeLaw::inverse: return {1, x};
    case SizeLaw::corrected: return {1, x, 1 / x};
    case SizeLaw::power: break;
  }
  return {1, std::log(x)};
}

double mean_log(std::span<const SizedCurrent> currents) {
  double sum = 0;
  for (const SizedCurrent& c : currents) sum += c.log_current;
  return sum / static_cast<double>(currents.size());
}

std::size_t different_sizes(std::span<const SizedCurrent> currents) {
  std::set<double> sizes;
  for (const SizedCurrent& c : currents) sizes.insert(c.size);
  return sizes.size();
}

}  // namespace

SizeFit::SizeFit(std::span<const SizedCurrent> currents, SizeLaw law)
    : law_(law),
      scale_(mean_log(currents)),
      freedom_(static_cast<int>(currents.size() - terms(law, 1.0).size())) {}

std::optional<SizeFit> SizeFit::through(std::span<const SizedCurrent> currents, SizeLaw law) {
  if (different_sizes(currents) < terms(law, 1.0).size()) return std::nullopt;
  SizeFit fit(currents, law);
  std::vector<double> errors = fit.own_errors(currents);
  // Weights from the points themselves would favour those that are low by chance; those of the fit
  // do not.
  const int rounds = law == SizeLaw::power ? 1 : 4;
  for (int round = 0; round < rounds; ++round) {
    if (!fit.solve(currents, errors) || !fit.gives_currents(currents)) return std::nullopt;
    errors = fit.fitted_errors(currents);
  }
  for (const SizedCurrent& c : currents) fit.chi_squared_ += std::pow(fit.deviation(c), 2);
  return fit;
}

double SizeFit::observed(const SizedCurrent& c) const {
  return law_ == SizeLaw::power ? c.log_current - scale_ : std::exp(scale_ - c.log_current);
}

double SizeFit::fitted(double size) const { return dot(terms(law_, size), fit_.coefficients); }

std::vector<double> SizeFit::own_errors(std::span<const SizedCurrent> currents) const {
  std::vector<double> errors;
  for (const SizedCurrent& c : currents)
    errors.push_back(law_ == SizeLaw::power ? c.error : c.error * observed(c));
  return errors;
}

std::vector<double> SizeFit::fitted_errors(std::span<const SizedCurrent> currents) const {
  std::vector<double> errors;
  for (const SizedCurrent& c : currents)
    errors.push_back(law_ == SizeLaw::power ? c.error : c.error * fitted(c.size));
  return errors;
}

bool SizeFit::solve(std::span<const SizedCurrent> currents, std::span<const double> errors) {
  NormalEquations equations(terms(law_, 1.0).size());
  for (std::size_t p = 0; p < currents.size(); ++p) {
    const double variance = errors[p] * errors[p];
    equations.add(terms(law_, currents[p].size), observed(currents[p]), 1 / variance, variance);
  }
  auto found = equations.solve();
  if (found) fit_ = std::move(*found);
  return found.has_value();
}

bool SizeFit::gives_currents(std::span<const SizedCurrent> currents) const {
  return law_ == SizeLaw::power ||
         std::all_of(currents.begin(), currents.end(),
                     [&](const SizedCurrent& c) { return fitted(c.size) > 0; });
}

double SizeFit::deviation(const SizedCurrent& c) const {
  const double off =
      law_ == SizeLaw::power ? observed(c) - fitted(c.size) : observed(c) / fitted(c.size) - 1;
  return off / c.error;
}

std::optional<SizeFit::Value> SizeFit::at(double size) const {
  const std::vector<double> f = terms(law_, size);
  const double y = fitted(size);
  double variance = 0;
  for (std::size_t i = 0; i < f.size(); ++i)
    for (std::size_t j = 0; j < f.size(); ++j) variance += f[i] * f[j] * fit_.covariance(i, j);
  if (law_ == SizeLaw::power) return Value{scale_ + y, std::sqrt(variance)};
  if (!(y > 0)) return std::nullopt;
  return Value{scale_ - std::log(y), std::sqrt(variance) / y};
}

namespace {

constexpr double rejected = 0.01;  // p of a law that does not fit

Estimate normal_estimate(double value, double error, double level) {
  const double reach = two_sided_deviate(level) * error;
  return {value, error, {value - reach, value + reach}};
}

/// The line through ln j at that size, weighted with its errors, which are taken to be known.
Estimate energy_of(std::span<const SizeSeries> series, std::span<const Estimate> log_currents,
                   double level) {
  std::vector<double> x, y, weights;
  for (std::size_t t = 0; t < series.size(); ++t) {
    x.push_back(-inverse_thermal_energy(series[t].temperature));
    y.push_back(log_currents[t].value);
    weights.push_back(1 / (log_currents[t].error * log_currents[t].error));
  }
  const Line line = fit_line(x, y, weights);
  double variance = 0;
  for (std::size_t n = 0; n < x.size(); ++n)
    variance += line.slope_weights[n] * line.slope_weights[n] / weights[n];
  return normal_estimate(line.slope, std::sqrt(variance), level);
}

/// One law at all temperatures; empty if it does not fit.
std::optional<Extrapolation> with_law(std::span<const SizeSeries> series, double size, SizeLaw law,
                                      double level) {
  Extrapolation found;
  found.law = law;
  double chi_squared = 0;
  int freedom = 0;
  for (const SizeSeries& s : series) {
    const auto fit = SizeFit::through(s.currents, law);
    const auto value = fit ? fit->at(size) : std::nullopt;
    if (!value) return std::nullopt;
    chi_squared += fit->chi_squared();
    freedom += fit->freedom();
    found.fits.push_back(*fit);
    found.log_currents.push_back(normal_estimate(value->log_current, value->error, level));
  }
  if (freedom < 1) return std::nullopt;
  found.p =
      boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), chi_squared));
  if (found.p < rejected) return std::nullopt;
  if (series.size() > 1) found.energy = energy_of(series, found.log_currents, level);
  return found;
}

}  // namespace

std::optional<Extrapolation> extrapolate(std::span<const SizeSeries> series, double size,
                                         std::span<const SizeLaw> laws, double level) {
  std::optional<Extrapolation> found;
  for (const SizeLaw law : laws) {
    const auto other = with_law(series, size, law, level);
    if (!other) continue;
    if (!found) {
      found = other;
    } else if (found->energy && other->energy) {
      Interval& interval = found->energy->interval;
      interval.low = std::min(interval.low, other->energy->interval.low);
      interval.high = std::max(interval.high, other->energy->interval.high);
    }
  }
  return found;
}

}  // namespace lacuna::ensemble
