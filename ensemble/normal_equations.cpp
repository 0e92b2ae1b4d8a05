#include "ensemble/normal_equations.hpp"

namespace lacuna::ensemble {
namespace {

std::vector<double> unit(std::size_t size, std::size_t k) {
  std::vector<double> vector(size, 0.0);
  vector[k] = 1;
  return vector;
}

SymmetricMatrix inverse(const Cholesky& factor, std::size_t size) {
  SymmetricMatrix result(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::vector<double> row = factor.solve(unit(size, i));
    for (std::size_t j = 0; j < size; ++j) result(i, j) = row[j];
  }
  return result;
}

std::vector<double> product(const SymmetricMatrix& matrix, std::span<const double> vector) {
  std::vector<double> result(matrix.size, 0.0);
  for (std::size_t i = 0; i < matrix.size; ++i)
    for (std::size_t k = 0; k < matrix.size; ++k) result[i] += matrix(i, k) * vector[k];
  return result;
}

/// A^-1 filling A^-1, a column at a time.
SymmetricMatrix sandwich(const Cholesky& factor, const SymmetricMatrix& filling) {
  SymmetricMatrix result(filling.size);
  for (std::size_t j = 0; j < filling.size; ++j) {
    const auto column = factor.solve(product(filling, factor.solve(unit(filling.size, j))));
    for (std::size_t i = 0; i < filling.size; ++i) result(i, j) = column[i];
  }
  return result;
}

}  // namespace

void NormalEquations::add(std::span<const double> row, double value, double weight,
                          double variance) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    right_[i] += weight * row[i] * value;
    for (std::size_t j = 0; j < row.size(); ++j) {
      normal_(i, j) += weight * row[i] * row[j];
      scatter_(i, j) += weight * weight * variance * row[i] * row[j];
    }
  }
}

std::optional<LeastSquares> NormalEquations::solve() const {
  const auto factor = Cholesky::factor(normal_);
  if (!factor) return std::nullopt;
  return LeastSquares{factor->solve(right_), inverse(*factor, normal_.size)};
}

std::optional<LeastSquares> NormalEquations::solve_for_any_weights() const {
  const auto factor = Cholesky::factor(normal_);
  if (!factor) return std::nullopt;
  return LeastSquares{factor->solve(right_), sandwich(*factor, scatter_)};
}

}  // namespace lacuna::ensemble
