#include "io/results/currents.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/constants.hpp"

namespace lacuna::io {

std::string current_text(double density) {
  return fmt::format("{:.4g} mA/cm2", density / constants::mA_per_cm2);
}

std::string current_words(double current) {
  return current > 0 && std::isfinite(current) ? fmt::format("{:.3g}", current) : "open";
}

double current_of_log(double log_density) { return std::exp(log_density) / constants::mA_per_cm2; }

ensemble::Estimate current_of_log(const ensemble::Estimate& log_density) {
  const auto& [low, high] = log_density.interval;
  return {current_of_log(log_density.value), 0.0, {current_of_log(low), current_of_log(high)}};
}

std::optional<ensemble::Estimate> current_of_log(
    const std::optional<ensemble::Estimate>& log_density) {
  return log_density ? std::optional(current_of_log(*log_density)) : std::nullopt;
}

}  // namespace lacuna::io
