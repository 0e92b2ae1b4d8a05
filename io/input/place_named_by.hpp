#pragma once

#include <optional>
#include <string_view>

#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// Where the key stands that a message begins with, "current.ramp: ...", or the section it would be
/// in; empty if it begins with none that is there. So what looks at values, and knows no file, has
/// its faults told at their lines.
[[nodiscard]] std::optional<yaml::Place> place_named_by(const yaml::Node& document,
                                                        std::string_view message);

}  // namespace lacuna::io
