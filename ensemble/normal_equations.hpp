#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "ensemble/cholesky.hpp"

namespace lacuna::ensemble {

/// Coefficients and what they scatter by.
struct LeastSquares {
  std::vector<double> coefficients;
  SymmetricMatrix covariance{0};
};

/// Weighted linear least squares: the sums from which the coefficients follow.
class NormalEquations {
 public:
  explicit NormalEquations(std::size_t terms)
      : normal_(terms), scatter_(terms), right_(terms, 0.0) {}

  /// A value that is expected to be the sum of `row` (terms) times the coefficients; `variance` is
  /// its own, whether or not the weight is 1/variance.
  void add(std::span<const double> row, double value, double weight, double variance);

  /// With the covariance normal^-1, which holds where weights are inverse variances. Empty if the
  /// rows do not tell all coefficients.
  [[nodiscard]] std::optional<LeastSquares> solve() const;
  /// With the covariance of the weighted sums that the coefficients are, for any weights.
  [[nodiscard]] std::optional<LeastSquares> solve_for_any_weights() const;

 private:
  SymmetricMatrix normal_;
  SymmetricMatrix scatter_;  ///< of `right_`
  std::vector<double> right_;
};

}  // namespace lacuna::ensemble
