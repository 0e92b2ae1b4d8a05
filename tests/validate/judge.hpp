#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/validate/row.hpp"

namespace lacuna::validate {

/// Standard errors that a statistical row may be off: of a hundred rows one is farther with
/// probability 7e-4.
inline constexpr double allowed = 4.5;

struct Outcome {
  double measured = 0.0,
         error = 0.0;  ///< mean and its standard error; 0 where there is but one number
  double z = 0.0;  ///< standard normal if the mean is `exact`: Student's t without skewness, made
                   ///< normal
  bool holds = false;
  std::string failure;  ///< what was thrown instead
};

[[nodiscard]] Outcome judge(const Row&, const std::vector<double>& values);

/// All rows, on all threads. The result depends on rows, seed and effort alone.
[[nodiscard]] std::vector<Outcome> run(const Rows&, std::uint64_t seed, double effort);

/// Are numbers standard normal? Probabilities of a larger deviation, if they are.
struct Normality {
  double mean = 0.0, variance = 0.0;
  double p_mean = 0.0;      ///< of the mean
  double p_variance = 0.0;  ///< of the sum of squares, χ²
  double p_shape = 0.0;     ///< of Kolmogorov and Smirnov's distance
  [[nodiscard]] double least() const;
};
/// REQUIRES at least two numbers.
[[nodiscard]] Normality normality(const std::vector<double>& z);

}  // namespace lacuna::validate
