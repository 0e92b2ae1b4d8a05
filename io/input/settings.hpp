#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/input/keys.hpp"
#include "io/input/problems.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// A key's path with what it is set to.
struct KeyValue {
  std::string path;
  yaml::Place place;  ///< of the path
  yaml::Node value;
};

/// Put a setting into a document. Setting one of several alternatives removes the others and what
/// only they need; sections on the way are made. A path that names no key becomes a problem and
/// changes nothing.
template <class Target>
void apply_setting(yaml::Node& document, const Key<Target>& root, const KeyValue&, Problems&);

/// A setting as `--set` takes it: "key.path=value", the value in YAML; `problems` knows it by its
/// index. One without a value, or that holds no YAML, becomes a problem.
[[nodiscard]] std::optional<KeyValue> read_setting(const std::string& text, int index, Problems&);
/// Read such settings and apply them in their order.
void apply_settings(yaml::Node& document, const CaseKey& root,
                    std::span<const std::string> settings, Problems&);

/// Say that `node` came with the setting of that index, but for what came with another one already.
void mark(yaml::Node& node, int setting);

/// The key of a path; null if there is none.
template <class Target>
[[nodiscard]] const Key<Target>* find_key(const Key<Target>& root, std::string_view path);

/// Would setting `second` undo, wholly or in part, that `first` was set? Both are paths of keys.
[[nodiscard]] bool undoes(const CaseKey& root, std::string_view second, std::string_view first);

/// Write `node`, the value of the key of that path, as it means the same anywhere: files by their
/// whole path, relative ones starting at `folder`, and numbers in the unit of their key.
template <class Target>
void settle(yaml::Node& node, const Key<Target>& root, std::string_view path,
            const std::filesystem::path& folder);

/// Change the name of each file in `node`, the value of the key of that path (empty: the whole
/// case).
void change_files(yaml::Node& node, const CaseKey& root, std::string_view path,
                  const std::function<void(yaml::Node&)>& change);

/// How to go on after an unknown key of `section`: the nearest valid one there, or the same name
/// elsewhere, or what the section has.
template <class Target>
[[nodiscard]] std::string suggestion(const Key<Target>& root, const Key<Target>& section,
                                     const std::string& prefix, const std::string& unknown);

}  // namespace lacuna::io
