#pragma once

#include <optional>
#include <string>

#include "ensemble/resampling.hpp"

namespace lacuna::io {

/// "1.234e+06 mA/cm2", of a density [1/(A^2 s)].
[[nodiscard]] std::string current_text(double density);

/// "1.23e+06", of a current [mA/cm²]; what is 0 or infinite is open.
[[nodiscard]] std::string current_words(double current);

/// exp of ln(j / (1/(A^2 s))), in mA/cm².
[[nodiscard]] double current_of_log(double log_density);
/// Value and ends of the interval so; an open end is 0 or infinite. Without an error.
[[nodiscard]] ensemble::Estimate current_of_log(const ensemble::Estimate& log_density);
[[nodiscard]] std::optional<ensemble::Estimate> current_of_log(
    const std::optional<ensemble::Estimate>& log_density);

}  // namespace lacuna::io
