#pragma once

#include <filesystem>
#include <string>

#include "io/input/keys.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// The value that a node states for a key that is no tree; of a section the word that stands for
/// it. Relative paths of files start at `folder`. Throws InputError (what, why).
[[nodiscard]] Value value_of(const KeyDescription&, const yaml::Node&,
                             const std::filesystem::path& folder);

/// What a key takes, for messages: "a number (0 to 10 eV)".
[[nodiscard]] std::string expected(const KeyDescription&);
/// "expected a number (0 to 10 eV), got a list".
[[nodiscard]] std::string mismatch(const KeyDescription&, const yaml::Node&);
/// What a node is, for messages: "a list", or its text.
[[nodiscard]] std::string kind_text(const yaml::Node&);

}  // namespace lacuna::io
