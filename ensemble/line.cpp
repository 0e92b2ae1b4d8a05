#include "ensemble/line.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace lacuna::ensemble {

namespace {

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * values[i];
    all += weights[i];
  }
  return sum / all;
}

std::size_t different(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  return static_cast<std::size_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
}

}  // namespace

Line fit_line(std::span<const double> x, std::span<const double> y,
              std::span<const double> weights) {
  if (different(x) < 2) throw Error("a line needs two different temperatures; add one");
  const double centre = weighted_mean(x, weights), level = weighted_mean(y, weights);
  double all = 0, spread = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    all += weights[i];
    spread += weights[i] * (x[i] - centre) * (x[i] - centre);
  }
  Line line;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double share = weights[i] / all, lever = weights[i] * (x[i] - centre) / spread;
    line.slope += lever * (y[i] - level);
    line.slope_weights.push_back(lever);
    line.intercept_weights.push_back(share - centre * lever);
    line.leverages.push_back(share + (x[i] - centre) * lever);
  }
  line.intercept = level - line.slope * centre;
  return line;
}

std::vector<double> curvature_weights(std::span<const double> x, std::span<const double> weights) {
  if (different(x) < 3) throw Error("curvature needs three different temperatures; add one");
  // q is the slope of y on what a line leaves of x^2 (Frisch & Waugh 1933); x is centred first,
  // which changes a and b only, so that x^2 does not cancel.
  const double centre = weighted_mean(x, weights);
  std::vector<double> squares;
  for (const double v : x) squares.push_back((v - centre) * (v - centre));
  const Line line = fit_line(x, squares, weights);
  std::vector<double> levers;
  double spread = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double left = squares[i] - line.at(x[i]);
    spread += weights[i] * left * left;
    levers.push_back(weights[i] * left);
  }
  for (double& lever : levers) lever /= spread;
  return levers;
}

}  // namespace lacuna::ensemble
