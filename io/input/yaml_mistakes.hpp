#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/input/yaml_tree.hpp"

namespace lacuna::io::yaml {

/// What is probably wrong with a text that is not valid YAML, in words of who wrote it.
struct Mistake {
  Place place;
  std::string what;
};

/// Looks for a tab that indents, a missing colon or the blank after it, and a line whose
/// indentation fits no line above it, up to `line` (from 1), where the parser gave up. None:
/// something else.
[[nodiscard]] std::optional<Mistake> probable_mistake(std::string_view text, int line);

/// Has a key swallowed its value, as in "layers 4" or "layers:4"? What to write, else nothing.
[[nodiscard]] std::string missing_colon(std::string_view key);

}  // namespace lacuna::io::yaml
