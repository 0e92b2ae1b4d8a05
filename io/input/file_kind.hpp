#pragma once

#include <filesystem>
#include <string>

#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// Is a document a study rather than a case? Its keys tell: hypotheses and base are a study's.
[[nodiscard]] bool is_study(const yaml::Node& document);
/// Of a file. What cannot be read is taken for a case, whose reader then says what is wrong.
[[nodiscard]] bool is_study(const std::filesystem::path&);
/// Of a text, so too.
[[nodiscard]] bool holds_study(const std::string& text);
/// Has it what only a case has?
[[nodiscard]] bool is_case(const yaml::Node& document);

}  // namespace lacuna::io
