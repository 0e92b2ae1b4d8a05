#include "ensemble/size_law.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <set>

#include "ensemble/cholesky.hpp"
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

}  // namespace

std::optional<SizeFit> SizeFit::through(std::span<const SizedCurrent> currents, SizeLaw law) {
  std::set<double> sizes;
  for (const SizedCurrent& c : currents) sizes.insert(c.size);
  const std::size_t n = terms(law, 1.0).size();
  if (sizes.size() < n) return std::nullopt;
  SizeFit fit;
  fit.law_ = law;
  fit.scale_ = mean_log(currents);
  fit.freedom_ = static_cast<int>(currents.size() - n);
  const bool inverse = law != SizeLaw::power;
  std::vector<double> fitted;  // 1/j of the points, which their errors are shares of
  for (const SizedCurrent& c : currents) fitted.push_back(std::exp(fit.scale_ - c.log_current));
  // Weights from the points themselves would favour those that are low by chance; those of the fit
  // do not.
  constexpr int rounds = 4;
  for (int round = 0; round < (inverse ? rounds : 1); ++round) {
    SymmetricMatrix normal(n);
    std::vector<double> right(n, 0.0);
    for (std::size_t p = 0; p < currents.size(); ++p) {
      const std::vector<double> f = terms(law, currents[p].size);
      const double y = inverse ? std::exp(fit.scale_ - currents[p].log_current)
                               : currents[p].log_current - fit.scale_;
      const double error = currents[p].error * (inverse ? fitted[p] : 1.0),
                   weight = 1 / (error * error);
      for (std::size_t i = 0; i < n; ++i) {
        right[i] += weight * f[i] * y;
        for (std::size_t j = 0; j < n; ++j) normal(i, j) += weight * f[i] * f[j];
      }
    }
    const auto factor = Cholesky::factor(normal);
    if (!factor) return std::nullopt;
    fit.coefficients_ = factor->solve(right);
    fit.covariance_.clear();
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<double> unit(n, 0.0);
      unit[i] = 1;
      for (const double element : factor->solve(unit)) fit.covariance_.push_back(element);
    }
    if (inverse)
      for (std::size_t p = 0; p < currents.size(); ++p) {
        fitted[p] = dot(terms(law, currents[p].size), fit.coefficients_);
        if (!(fitted[p] > 0)) return std::nullopt;
      }
  }
  for (std::size_t p = 0; p < currents.size(); ++p) {
    const double off = inverse ? std::exp(fit.scale_ - currents[p].log_current) / fitted[p] - 1
                               : currents[p].log_current - fit.scale_ -
                                     dot(terms(law, currents[p].size), fit.coefficients_);
    fit.chi_squared_ += std::pow(off / currents[p].error, 2);
  }
  return fit;
}

std::optional<SizeFit::Value> SizeFit::at(double size) const {
  const std::vector<double> f = terms(law_, size);
  const double y = dot(f, coefficients_);
  double variance = 0;
  for (std::size_t i = 0; i < f.size(); ++i)
    for (std::size_t j = 0; j < f.size(); ++j)
      variance += f[i] * f[j] * covariance_[i * f.size() + j];
  if (law_ == SizeLaw::power) return Value{scale_ + y, std::sqrt(variance)};
  if (!(y > 0)) return std::nullopt;
  return Value{scale_ - std::log(y), std::sqrt(variance) / y};
}

namespace {

// One law at all temperatures; empty if it does not fit.
std::optional<Extrapolation> with_law(std::span<const SizeSeries> series, double size, SizeLaw law,
                                      double level) {
  constexpr double rejected = 0.01;
  Extrapolation found;
  found.law = law;
  double chi_squared = 0;
  int freedom = 0;
  std::vector<double> x, y, weights;
  const double deviate = two_sided_deviate(level);
  for (const SizeSeries& s : series) {
    const auto fit = SizeFit::through(s.currents, law);
    const auto value = fit ? fit->at(size) : std::nullopt;
    if (!value) return std::nullopt;
    chi_squared += fit->chi_squared();
    freedom += fit->freedom();
    found.fits.push_back(*fit);
    found.log_currents.push_back({value->log_current,
                                  value->error,
                                  {value->log_current - deviate * value->error,
                                   value->log_current + deviate * value->error}});
    x.push_back(-inverse_thermal_energy(s.temperature));
    y.push_back(value->log_current);
    weights.push_back(1 / (value->error * value->error));
  }
  if (freedom < 1) return std::nullopt;
  found.p =
      boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), chi_squared));
  if (found.p < rejected) return std::nullopt;
  if (series.size() > 1) {
    const Line line = fit_line(x, y, weights);
    double variance = 0;
    for (std::size_t n = 0; n < x.size(); ++n)
      variance += line.slope_weights[n] * line.slope_weights[n] / weights[n];
    const double error = std::sqrt(variance);
    found.energy =
        Estimate{line.slope, error, {line.slope - deviate * error, line.slope + deviate * error}};
  }
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
