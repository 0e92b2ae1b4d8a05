#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace lacuna::test {

/// The fixed seed of a test, shifted by LACUNA_TEST_SEED if that is set: for trying other seeds by
/// hand before a statistical test is trusted.
inline std::uint64_t seed(std::uint64_t fixed) {
  const char* const shift = std::getenv("LACUNA_TEST_SEED");
  return shift == nullptr ? fixed : fixed + 1000003 * std::strtoull(shift, nullptr, 10);
}

/// Every statistical test allows this many standard errors.
inline constexpr double allowed = 4.0;

/// Mean of independent samples, and its standard error.
class Mean {
 public:
  void add(double x) {
    ++count_;
    const double before = x - mean_;
    mean_ += before / count_;
    squares_ += before * (x - mean_);
  }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double standard_error() const {
    return std::sqrt(squares_ / (count_ - 1) / count_);
  }
  /// Standard errors between the mean and what it should be.
  [[nodiscard]] double deviate(double exact) const { return (mean_ - exact) / standard_error(); }

 private:
  double count_ = 0, mean_ = 0, squares_ = 0;
};

/// Pearson's χ² of counts against expected counts with the same sum, as a normal deviate
/// (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684). Neighbouring bins are pooled until ten are
/// expected in each; a count where none is expected is an infinite deviate.
/// REQUIRES equally many of both, and at least two bins after pooling.
inline double chi_square_deviate(std::span<const double> observed,
                                 std::span<const double> expected) {
  double chi_square = 0, bins = 0, seen = 0, due = 0, left = 0;
  for (const double e : expected) left += e;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    if (expected[n] == 0 && observed[n] > 0) return INFINITY;
    seen += observed[n];
    due += expected[n];
    left -= expected[n];
    if (due < 10 || (left < 10 && n + 1 < expected.size()))
      continue;  // the last bin takes the rest
    chi_square += (seen - due) * (seen - due) / due;
    bins += 1;
    seen = due = 0;
  }
  const double freedom = bins - 1, spread = 2 / (9 * freedom);
  return (std::cbrt(chi_square / freedom) - (1 - spread)) / std::sqrt(spread);
}

}  // namespace lacuna::test
