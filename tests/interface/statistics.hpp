#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "tests/oracles/statistics.hpp"

/// Estimates with their standard errors, in which the tolerances of statistical tests are stated.
namespace lacuna::test {

struct Estimate {
  double value = 0.0, error = 0.0;  ///< error: one standard error of the mean
  /// Distance from an exact value in standard errors.
  [[nodiscard]] double z(double exact) const { return (value - exact) / error; }
};

/// Mean of independent numbers.
inline Estimate mean(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  const double average = sum / n;
  for (const double v : values) squares += (v - average) * (v - average);
  return {average, std::sqrt(squares / (n - 1) / n)};
}

/// Mean of a correlated series: of `batches` consecutive batches, which are taken as independent.
inline Estimate batch_mean(const std::vector<double>& series, std::size_t batches) {
  std::vector<double> means(batches, 0.0);
  const std::size_t length = series.size() / batches;
  for (std::size_t b = 0; b < batches; ++b) {
    for (std::size_t n = 0; n < length; ++n) means[b] += series[b * length + n];
    means[b] /= static_cast<double>(length);
  }
  return mean(means);
}

/// A share: how often something happened in `trials` independent trials.
inline Estimate share(std::size_t hits, std::size_t trials, double exact) {
  const double n = static_cast<double>(trials);
  return {static_cast<double>(hits) / n, std::sqrt(exact * (1 - exact) / n)};
}

/// Pearson's chi-squared of pairs (count, expected count) with the same sum, as a normal deviate.
inline double chi_squared_z(std::vector<std::pair<double, double>> cells) {
  std::sort(cells.begin(), cells.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<double> observed, expected;
  for (const auto& [count, due] : cells) {
    observed.push_back(count);
    expected.push_back(due);
  }
  return chi_square_deviate(observed, expected);
}

/// Kolmogorov-Smirnov: largest distance of the empirical distribution of `u` from the uniform one
/// on [0, 1], times sqrt(n). Above 1.95 with probability 1e-3, above 2.3 with 5e-5.
inline double kolmogorov(std::vector<double> u) {
  std::sort(u.begin(), u.end());
  const double n = static_cast<double>(u.size());
  double largest = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const double before = static_cast<double>(i) / n, after = static_cast<double>(i + 1) / n;
    largest = std::max({largest, u[i] - before, after - u[i]});
  }
  return largest * std::sqrt(n);
}

/// Slope of a straight line through points of known errors, weighted least squares.
inline Estimate slope(const std::vector<double>& x, const std::vector<Estimate>& y) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double weight = 1 / (y[n].error * y[n].error);
    w += weight;
    wx += weight * x[n];
    wy += weight * y[n].value;
    wxx += weight * x[n] * x[n];
    wxy += weight * x[n] * y[n].value;
  }
  const double det = w * wxx - wx * wx;
  return {(w * wxy - wx * wy) / det, std::sqrt(w / det)};
}

/// Kolmogorov and Smirnov's distance of two samples, in units that do not depend on their sizes.
template <class T>
double two_sample_kolmogorov(std::vector<T> a, std::vector<T> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const double na = static_cast<double>(a.size()), nb = static_cast<double>(b.size());
  double largest = 0;
  for (const T x : a) {
    const auto below = [x](const std::vector<T>& v) {
      return static_cast<double>(std::upper_bound(v.begin(), v.end(), x) - v.begin());
    };
    largest = std::max(largest, std::abs(below(a) / na - below(b) / nb));
  }
  return largest * std::sqrt(na * nb / (na + nb));
}

}  // namespace lacuna::test
