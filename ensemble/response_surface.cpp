#include "ensemble/response_surface.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/legendre.hpp>
#include <cmath>
#include <utility>

namespace lacuna::ensemble {

namespace {

/// Legendre polynomials and their products up to a total degree: nearly orthogonal over the square.
std::vector<double> basis(int degree, std::span<const double> point) {
  std::vector<double> terms;
  for (int total = 0; total <= degree; ++total) {
    if (point.size() == 1) {
      terms.push_back(boost::math::legendre_p(total, point[0]));
      continue;
    }
    for (int first = 0; first <= total; ++first)
      terms.push_back(boost::math::legendre_p(first, point[0]) *
                      boost::math::legendre_p(total - first, point[1]));
  }
  return terms;
}

std::size_t term_count(int degree, std::size_t coordinates) {
  return basis(degree, std::vector<double>(coordinates, 0.0)).size();
}

double mean_variance(std::span<const NoisyValue> values) {
  double sum = 0;
  for (const NoisyValue& v : values) sum += v.error * v.error;
  return sum / static_cast<double>(values.size());
}

/// How much the function may be off the surface, by the distance from a focus.
struct Discrepancy {
  std::vector<double> focus;
  double amplitude = 0.0;

  [[nodiscard]] double variance(std::span<const double> point) const {
    double squared = 0;
    for (std::size_t k = 0; k < focus.size(); ++k) squared += std::pow(point[k] - focus[k], 2);
    return amplitude * amplitude * squared * squared * squared;
  }
};

/// Of inverse variances, each value's own drawn by a third towards their mean.
std::vector<double> weights_of(std::span<const NoisyValue> values, const Discrepancy& discrepancy) {
  const double pooled = mean_variance(values);
  std::vector<double> weights;
  for (const NoisyValue& given : values) {
    const double own = given.error * given.error;
    weights.push_back(1 / ((2 * own + pooled) / 3 + discrepancy.variance(given.point)));
  }
  return weights;
}

}  // namespace

std::optional<ResponseSurface> ResponseSurface::of_degree(int degree,
                                                          std::span<const NoisyValue> values,
                                                          const std::vector<double>& focus,
                                                          double amplitude) {
  const std::size_t terms = term_count(degree, values.front().point.size());
  if (values.size() <= terms) return std::nullopt;
  const std::vector<double> weights = weights_of(values, {focus, amplitude});
  NormalEquations equations(terms);
  for (std::size_t n = 0; n < values.size(); ++n)
    equations.add(basis(degree, values[n].point), values[n].value, weights[n],
                  values[n].error * values[n].error);
  auto found = equations.solve_for_any_weights();
  if (!found) return std::nullopt;

  ResponseSurface surface(degree, std::move(*found));
  surface.freedom_ = static_cast<int>(values.size() - terms);
  for (std::size_t n = 0; n < values.size(); ++n) {
    const double off = values[n].value - surface.value(values[n].point);
    surface.chi_squared_ += weights[n] * std::pow(off, 2);
  }
  return surface;
}

std::optional<ResponseSurface> ResponseSurface::about(int degree,
                                                      std::span<const NoisyValue> values,
                                                      const std::vector<double>& focus) {
  const auto at = [&](double amplitude) { return of_degree(degree, values, focus, amplitude); };
  auto surface = at(0.0);
  if (!surface) return surface;
  const boost::math::chi_squared_distribution<double> law(surface->freedom_);
  if (boost::math::cdf(boost::math::complement(law, surface->chi_squared_)) > 0.01) return surface;
  // chi^2 falls as the amplitude grows, over decades; beyond the values' own spread nothing is left
  // to learn
  const auto [least, most] = std::minmax_element(
      values.begin(), values.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  double low = std::log(std::sqrt(mean_variance(values)) * 1e-2),
         high = std::log(10 * (most->value - least->value));
  for (int n = 0; n < 20; ++n) {
    const double middle = (low + high) / 2;
    const auto tried = at(std::exp(middle));
    if (!tried) return surface;
    surface = tried;
    (tried->chi_squared_ > tried->freedom_ ? low : high) = middle;
  }
  return surface;
}

std::optional<ResponseSurface> ResponseSurface::through(std::span<const NoisyValue> values,
                                                        std::optional<std::vector<double>> focus) {
  if (values.empty()) return std::nullopt;
  for (int degree = values.front().point.size() == 1 ? 4 : 2; degree > 0; --degree)
    if (auto surface = focus ? about(degree, values, *focus) : of_degree(degree, values, {}, 0.0))
      return surface;
  return std::nullopt;
}

double ResponseSurface::value(std::span<const double> point) const {
  return dot(fit_.coefficients, basis(degree_, point));
}

double ResponseSurface::variance(std::span<const double> point) const {
  const std::vector<double> b = basis(degree_, point);
  double sum = 0;
  for (std::size_t i = 0; i < b.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j) sum += b[i] * b[j] * fit_.covariance(i, j);
  return sum;
}

}  // namespace lacuna::ensemble
