#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace lacuna::ensemble {

/// A small symmetric matrix, stored in full, row by row.
struct SymmetricMatrix {
  explicit SymmetricMatrix(std::size_t n) : size(n), elements(n * n, 0.0) {}
  double& operator()(std::size_t i, std::size_t j) { return elements[i * size + j]; }
  double operator()(std::size_t i, std::size_t j) const { return elements[i * size + j]; }

  std::size_t size;
  std::vector<double> elements;  ///< (size, size)
};

/// The factor L of a positive definite matrix A = L L^T.
class Cholesky {
 public:
  /// Empty if the matrix is not positive definite to rounding.
  [[nodiscard]] static std::optional<Cholesky> factor(const SymmetricMatrix&);
  /// A^-1 b.
  [[nodiscard]] std::vector<double> solve(std::span<const double> b) const;

 private:
  explicit Cholesky(const SymmetricMatrix& lower) : lower_(lower) {}
  SymmetricMatrix lower_;
};

[[nodiscard]] double dot(std::span<const double>, std::span<const double>);

}  // namespace lacuna::ensemble
