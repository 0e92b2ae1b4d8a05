#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ensemble/cholesky.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

/// y = sum_k coefficient_k x^k + sigma N(0, 1), by maximum likelihood, from observations some of
/// which are only bounds (Tobin 1958, doi:10.2307/1907382): a density for what was seen, a
/// probability for what was not.
struct CensoredFit {
  std::vector<double> coefficients;  ///< (order + 1) from the constant up
  double sigma = 0.0;                ///< scatter, the same at every x, in the unit of y
  double log_likelihood = 0.0;
  /// (order + 1)^2 Covariance of the coefficients that holds whatever the scatter's shape and
  /// however it varies with x: the sandwich of Huber (1967) and White (1982, doi:10.2307/1912526),
  /// with the scatter of the scores within each cell, n/(n-1) included. REQUIRES two replicas a
  /// cell.
  SymmetricMatrix covariance{0};
};

/// One polynomial in x = 1/kT [1/eV] through all cells; `order` 1 is a line, 2 a parabola. The
/// log-likelihood is concave in (coefficients / sigma, 1 / sigma) (Olsen 1978,
/// doi:10.2307/1913082), so that Newton's method finds the one maximum. Empty if there is none: the
/// observed onsets are too few to fix the polynomial and a scatter.
[[nodiscard]] std::optional<CensoredFit> fit_censored(std::span<const CellSample>, int order);

}  // namespace lacuna::ensemble
