#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ensemble/normal_equations.hpp"

namespace lacuna::ensemble {

/// A noisy value of a smooth function at a point of one or two coordinates in [-1, 1].
struct NoisyValue {
  std::vector<double> point;
  double value = 0.0;
  double error = 0.0;  ///< one standard error, > 0
};

/// The polynomial of least squares through noisy values, of the highest degree that leaves one of
/// them to spare: at most quartic in one coordinate and quadratic in two. No term is left out
/// because it looks small, so that variances hold. The function is no polynomial, though: where
/// chi^2 says so at 1 %, the surface is taken to be off by a |distance from a focus|^3, with a such
/// that chi^2 is the number of degrees of freedom. Weights are inverse variances, the errors' own
/// (drawn by a third towards their mean, as they are estimates) plus that discrepancy's; the
/// surface's variance is that of the weighted sum, plus the discrepancy where it is asked for.
class ResponseSurface {
 public:
  /// Without a focus a is 0. Empty for fewer values than a plane and one.
  [[nodiscard]] static std::optional<ResponseSurface> through(
      std::span<const NoisyValue>, std::optional<std::vector<double>> focus = {});

  [[nodiscard]] double value(std::span<const double> point) const;
  [[nodiscard]] double variance(std::span<const double> point) const;
  /// Degrees of freedom about the surface.
  [[nodiscard]] int freedom() const { return freedom_; }

 private:
  ResponseSurface(int degree, LeastSquares fit) : degree_(degree), fit_(std::move(fit)) {}
  static std::optional<ResponseSurface> of_degree(int degree, std::span<const NoisyValue>,
                                                  const std::vector<double>& focus,
                                                  double amplitude);
  static std::optional<ResponseSurface> about(int degree, std::span<const NoisyValue>,
                                              const std::vector<double>& focus);

  int degree_;
  LeastSquares fit_;
  double chi_squared_ = 0.0;
  int freedom_ = 0;
};

}  // namespace lacuna::ensemble
