#include "ensemble/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

namespace {

constexpr double beyond_all = std::numeric_limits<double>::infinity();

/// Quantile p of sorted values at rank p (n + 1), between ranks linearly.
double quantile(std::span<const double> sorted, double p) {
  const double rank = p * static_cast<double>(sorted.size() + 1);
  if (rank < 1) return -beyond_all;
  if (rank > static_cast<double>(sorted.size())) return beyond_all;
  const auto below = static_cast<std::size_t>(rank);
  const double low = sorted[below - 1], share = rank - static_cast<double>(below);
  if (share == 0 || sorted[below] == low) return low;  // both may be infinite
  return low + share * (sorted[below] - low);
}

}  // namespace

void resample(std::span<const double> from, std::span<double> to, kmc::Stream& stream) {
  for (double& value : to) value = from[stream.below(from.size())];
}

Interval studentised_interval(double value, double error, std::span<const double> pivots,
                              double level) {
  if (error == 0) return {value, value};
  const auto with_lost_at = [pivots](double lost) {
    std::vector<double> sorted(pivots.begin(), pivots.end());
    for (double& t : sorted) t = std::isfinite(t) ? t : lost;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  const double tail = (1 - level) / 2;
  const double high = quantile(with_lost_at(beyond_all), 1 - tail),
               low = quantile(with_lost_at(-beyond_all), tail);
  return {value - high * error, value - low * error};
}

Estimate mean_with_interval(std::span<const double> values, const Confidence& confidence,
                            kmc::Stream& stream) {
  if (values.size() < 2)
    throw Error(
        "an interval needs at least two replicas, because one says nothing about scatter; add "
        "replicas");
  const double n = static_cast<double>(values.size());
  const double value = mean(values), error = std::sqrt(variance(values) / n);
  std::vector<double> drawn(values.size()), pivots;
  for (int b = 0; b < confidence.resamples; ++b) {
    resample(values, drawn, stream);
    pivots.push_back((mean(drawn) - value) / std::sqrt(variance(drawn) / n));
  }
  return {value, error, studentised_interval(value, error, pivots, confidence.level)};
}

Estimate independent_difference(const Estimate& from, const Estimate& to) {
  const double value = to.value - from.value;
  return {value,
          std::hypot(from.error, to.error),
          {value - std::hypot(to.value - to.interval.low, from.interval.high - from.value),
           value + std::hypot(to.interval.high - to.value, from.value - from.interval.low)}};
}

}  // namespace lacuna::ensemble
