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

/// Looks for a tab that indents, for what mistake_in_brackets finds, a missing colon or the blank
/// after it, two colons, and a line whose indentation fits no line above it, up to `line` (from 1),
/// where the parser gave up. None: something else.
[[nodiscard]] std::optional<Mistake> probable_mistake(std::string_view text, int line);

/// A bracket that is never closed, closes another or none, or follows a key without a colon and a
/// blank; in all of a text that cannot be read.
[[nodiscard]] std::optional<Mistake> mistake_in_brackets(std::string_view text);

/// Has a key swallowed its value, as in "layers 4" or "layers:4"? What to write, else nothing.
[[nodiscard]] std::string missing_colon(std::string_view key);

}  // namespace lacuna::io::yaml
