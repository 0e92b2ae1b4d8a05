#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace lacuna::test {

/// What a covered disc does to an ohmic electrolyte below it, exactly, with w = κ R_ct/a by its
/// radius a, far from all others. With φ = ρ j a u and i = j s, both less those of an even
/// current, f = u + w s is 0 outside of the disc (a = 1), s = −1 inside, and waves have
/// s_k = k f_k/(1 + w k). f is sought among the constant and functions with the transforms
/// j_{2n+1}(k)/k (Galerkin). Then the constriction is −∫u over the disc, and u(0) that under its
/// middle.
class LoneDisc {
 public:
  explicit LoneDisc(double wagner) : wagner_(wagner) {
    for (double from = 0, to = 1e-6; from < last; from = std::exchange(to, next(to)))
      for (const auto& [place, weight] : gauss)
        add(from + (to - from) * (1 + place) / 2, (to - from) * weight / 2);
    solve();
  }
  [[nodiscard]] double constriction() const {
    return -2 * std::numbers::pi * (coefficients_[0] / 3 + coefficients_[functions - 1] / 2) -
           std::numbers::pi * wagner_;
  }
  [[nodiscard]] double under_the_middle() const {
    double sum = 0;
    for (std::size_t n = 0; n < functions; ++n) sum += coefficients_[n] * potential_[n];
    return sum;
  }

 private:
  static constexpr std::size_t functions = 8;
  static constexpr double last = 1500;
  static constexpr std::array<std::pair<double, double>, 4> gauss{
      {{-0.861136311594053, 0.347854845137454},
       {-0.339981043584856, 0.652145154862546},
       {0.339981043584856, 0.652145154862546},
       {0.861136311594053, 0.347854845137454}}};
  static double next(double k) { return k < 0.8 ? 1.3 * k : k + 0.3; }

  void add(double k, double weight) {
    std::array<double, functions> f{};  // transforms, by k
    for (unsigned n = 0; n + 1 < functions; ++n)
      f[n] = (n % 2 == 0 ? 1 : -1) * std::sph_bessel(2 * n + 1, k);
    f[functions - 1] = std::cyl_bessel_j(1, k);
    for (std::size_t n = 0; n < functions; ++n) {
      potential_[n] += f[n] * weight / (1 + wagner_ * k);
      for (std::size_t m = 0; m < functions; ++m)
        matrix_[n][m] += f[n] * f[m] * weight / (1 + wagner_ * k);
    }
  }

  void solve() {
    // beyond the last wave: the means of j_n j_m, 1/(2k²), and of J_1², 1/(πk)
    for (std::size_t n = 0; n + 1 < functions; ++n)
      for (std::size_t m = 0; m + 1 < functions; ++m)
        matrix_[n][m] += (1 / last - wagner_ * std::log1p(1 / (wagner_ * last))) / 2;
    matrix_[functions - 1][functions - 1] += std::log1p(1 / (wagner_ * last)) / std::numbers::pi;
    coefficients_ = {-1.0 / 3};
    coefficients_[functions - 1] = -0.5;
    for (std::size_t n = 0; n < functions; ++n)  // Gauss and Jordan
      for (std::size_t row = 0; row < functions; ++row) {
        if (row == n) continue;
        const double factor = matrix_[row][n] / matrix_[n][n];
        for (std::size_t m = n; m < functions; ++m) matrix_[row][m] -= factor * matrix_[n][m];
        coefficients_[row] -= factor * coefficients_[n];
      }
    for (std::size_t n = 0; n < functions; ++n) coefficients_[n] /= matrix_[n][n];
  }

  double wagner_;
  std::array<std::array<double, functions>, functions> matrix_{};
  std::array<double, functions> potential_{}, coefficients_{};
};

}  // namespace lacuna::test
