#include "ensemble/cholesky.hpp"

#include <cmath>
#include <numeric>

namespace lacuna::ensemble {

std::optional<Cholesky> Cholesky::factor(const SymmetricMatrix& matrix) {
  // A pivot that cancelled to this share of its diagonal element is rounding.
  constexpr double rounding = 1e-13;
  SymmetricMatrix lower(matrix.size);
  for (std::size_t i = 0; i < matrix.size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = matrix(i, j);
      for (std::size_t k = 0; k < j; ++k) rest -= lower(i, k) * lower(j, k);
      if (i != j) {
        lower(i, j) = rest / lower(j, j);
      } else {
        if (!(rest > rounding * matrix(i, i))) return std::nullopt;
        lower(i, i) = std::sqrt(rest);
      }
    }
  }
  return Cholesky(lower);
}

std::vector<double> Cholesky::solve(std::span<const double> b) const {
  std::vector<double> x(b.begin(), b.end());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= lower_(i, k) * x[k];
    x[i] /= lower_(i, i);
  }
  for (std::size_t i = x.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < x.size(); ++k) x[i] -= lower_(k, i) * x[k];
    x[i] /= lower_(i, i);
  }
  return x;
}

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace lacuna::ensemble
