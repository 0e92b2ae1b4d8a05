#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace lacuna::nucleation {

/// Coefficients c of Σ c_k x_k that come closest to y, by weighted least squares. For a few terms
/// of like size: it solves the normal equations.
template <std::size_t terms>
class LeastSquares {
 public:
  /// `error`: standard error of y, in its unit. REQUIRES error > 0.
  void add(const std::array<double, terms>& x, double y, double error) {
    const double weight = 1 / (error * error);
    for (std::size_t row = 0; row < terms; ++row) {
      for (std::size_t column = 0; column < terms; ++column)
        equations_[row][column] += weight * x[row] * x[column];
      equations_[row][terms] += weight * x[row] * y;
    }
  }
  /// REQUIRES as many independent points as there are terms.
  [[nodiscard]] std::array<double, terms> coefficients() const {
    auto rows = equations_;
    for (std::size_t pivot = 0; pivot < terms; ++pivot) {
      for (std::size_t row = pivot + 1; row < terms; ++row)
        if (std::abs(rows[row][pivot]) > std::abs(rows[pivot][pivot]))
          std::swap(rows[row], rows[pivot]);
      for (std::size_t row = 0; row < terms; ++row)
        if (row != pivot) subtract(rows[row], rows[pivot], pivot);
    }
    std::array<double, terms> found{};
    for (std::size_t n = 0; n < terms; ++n) found[n] = rows[n][terms] / rows[n][n];
    return found;
  }

 private:
  using Row = std::array<double, terms + 1>;
  static void subtract(Row& from, const Row& row, std::size_t pivot) {
    const double share = from[pivot] / row[pivot];
    for (std::size_t column = 0; column <= terms; ++column) from[column] -= share * row[column];
  }
  std::array<Row, terms> equations_{};
};

}  // namespace lacuna::nucleation
