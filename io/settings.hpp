#pragma once

#include <span>
#include <string>

#include "io/keys.hpp"
#include "io/problems.hpp"
#include "io/yaml_tree.hpp"

namespace lacuna::io {

/// Put settings ("key.path=value", the value in YAML) into a document, in their order. Setting one of
/// several alternatives removes the others and what only they need; sections on the way are made.
/// A setting that names no key, or holds no YAML, becomes a problem and changes nothing.
void apply_settings(yaml::Node& document, const Key& root, std::span<const std::string> settings, Problems&);

/// How to go on after an unknown key of `section`: the nearest valid one there, or the same name
/// elsewhere, or what the section has.
[[nodiscard]] std::string suggestion(const Key& root, const Key& section, const std::string& prefix,
                                     const std::string& unknown);

}  // namespace lacuna::io
