#pragma once

#include <span>
#include <vector>

namespace lacuna::ensemble {

/// The straight line y = intercept + slope x of least squares with given weights.
struct Line {
  double intercept = 0.0, slope = 0.0;
  /// (points) Both are weighted sums of the y: these are their weights, from which errors follow
  /// whether or not the fit's weights are the inverse variances.
  std::vector<double> intercept_weights, slope_weights;
  std::vector<double> leverages;  ///< (points) d(fitted y) / dy
  [[nodiscard]] double at(double x) const { return intercept + slope * x; }
};

/// Throws Error if there are not two different x. REQUIRES equal sizes and positive weights.
[[nodiscard]] Line fit_line(std::span<const double> x, std::span<const double> y,
                            std::span<const double> weights);

/// (points) The curvature q of y = a + b x + q x^2, least squares with the same weights, is the sum
/// of these times y. Throws Error if there are not three different x.
[[nodiscard]] std::vector<double> curvature_weights(std::span<const double> x,
                                                    std::span<const double> weights);

}  // namespace lacuna::ensemble
