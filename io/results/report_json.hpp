#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace lacuna::io {

using Json = nlohmann::ordered_json;  // keys in the order they are written

/// Five digits are more than a screen shows, and keep a report small.
[[nodiscard]] Json rounded(double value);
/// What the page rounds again, to as many digits as the terminal shows.
[[nodiscard]] Json exact(double value);
[[nodiscard]] inline Json rounded(const std::optional<double>& value) {
  return value ? rounded(*value) : Json(nullptr);
}
[[nodiscard]] inline Json exact(const std::optional<double>& value) {
  return value ? exact(*value) : Json(nullptr);
}
/// What the program is, for the foot of a report.
[[nodiscard]] Json program_block();
[[nodiscard]] std::string json_text(const Json&);

}  // namespace lacuna::io
