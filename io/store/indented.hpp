#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace lacuna::io {

/// As files of a run hold it: indented, with a last line feed; bytes that are no UTF-8 are
/// replaced.
[[nodiscard]] inline std::string indented(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace lacuna::io
