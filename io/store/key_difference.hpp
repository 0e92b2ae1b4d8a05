#pragma once

#include <string>

namespace lacuna::io {

/// How two canonical inputs differ: a line `  temperature_K: was 300, now 310` for each key, dotted
/// where it is inside others, those nearest to the top first, ten at most and then how many more.
/// Where one of the texts can no longer be read, why. What a terminal would obey comes as `?`.
[[nodiscard]] std::string key_difference(const std::string& before, const std::string& after);

}  // namespace lacuna::io
