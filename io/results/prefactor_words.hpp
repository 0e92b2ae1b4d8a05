#pragma once

#include <string>

namespace lacuna::io {

/// What it means that attempt frequencies would have to be changed by a factor from `lowest` to
/// `highest` for a current to be `wanted`, in two sentences; `temperature` [K] is that at which the
/// same is said of barriers.
[[nodiscard]] std::string prefactor_words(double lowest, double highest, double temperature,
                                          const std::string& wanted);

}  // namespace lacuna::io
