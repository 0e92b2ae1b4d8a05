#pragma once

#include <optional>
#include <string>

#include "interface/self_diffusion.hpp"

namespace lacuna::io {

/// What it means that attempt frequencies would have to be changed by a factor from `lowest` to
/// `highest` for a current to be `wanted`, in two sentences; `temperature` [K] is that at which the
/// same is said of barriers.
[[nodiscard]] std::string prefactor_words(double lowest, double highest, double temperature,
                                          const std::string& wanted);

/// The model's self-diffusion at a temperature [K] beside the metal's as it was measured, or that
/// it has none.
[[nodiscard]] std::string self_diffusion_words(const std::optional<interface::SelfDiffusion>&,
                                               double temperature);

}  // namespace lacuna::io
