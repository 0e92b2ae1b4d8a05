#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "io/input/run_input.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

// A table of keys says all that is known of the keys of a YAML input. Reading, the errors, `--set`,
// the canonical echo, the identity, the JSON Schema, the reference page and the starting file all
// walk it; nothing else lists keys. The case file has one, here; those of a study file are in
// study_keys.hpp.

/// A value as the user states it: numbers in the unit of the key.
using Value = std::variant<bool, std::uint64_t, double, std::string, std::array<std::uint64_t, 2>,
                           std::array<double, 2>, std::vector<double>>;

enum class KeyType : std::uint8_t {
  section,  ///< a map of keys; may also be one of its `choices`, as a word
  number,
  integer,   ///< >= 0
  numbers,   ///< two numbers
  integers,  ///< two whole numbers
  boolean,
  text,
  choice,  ///< one of `choices`
  file,    ///< a path; relative ones start at the case file's folder
  list,    ///< one number or more
  tree,    ///< YAML of a form of its own, which whoever made the table reads
};

/// What a number may be, in the unit of the key.
struct Range {
  double low = 0.0, high = 0.0;
  bool above_low = false;  ///< `low` itself is excluded
};

struct Choice {
  std::string word;
  std::string doc;
  std::string refusal;  ///< when set: the word is known, but refused for this reason
};

/// What a row of a table tells of its key.
struct KeyDescription {
  std::string name;
  KeyType type = KeyType::section;
  std::string unit;  ///< empty: none
  Range range;       ///< of numbers
  std::vector<Choice> choices;
  std::string doc;
  std::string alternative;  ///< keys of a section with the same one exclude each other
  bool required = false;    ///< of alternatives: one of them; with `needs`: once that key is given
  std::string needs;        ///< the key beside it without which it would do nothing
  std::string needs_word;   ///< when set: what that key, a choice, must be
  std::string default_doc;  ///< where the default follows from other keys
  std::string refusal;      ///< when set: the key is known, but refused for this reason
  bool input_only = false;  ///< the echo states it as another key
  bool off_by_default = false;  ///< section that `none` switches off: absent unless given
  bool changes_result = true;
  std::string form;     ///< tree, or section with `items`: what it looks like, for messages and the
                        ///< page
  bool or_one = false;  ///< list: a number alone is a list of one

  [[nodiscard]] bool is_section() const { return type == KeyType::section; }
};

/// A key of an input that is read into a Target: what is told of it, and where its value is kept.
template <class Target>
struct Key : KeyDescription {
  /// Store a value; runs in the order of the table. May throw InputError (what, why).
  std::function<void(Target&, const Value&)> set;
  /// Tree: store it as it stands.
  std::function<void(Target&, const yaml::Node&)> take;
  /// The value stored, in the unit of the key (of a tree YAML to be put after its name and colon);
  /// empty: there is none. Of a section: the word that stands for it, if it is one.
  std::function<std::optional<Value>(const Target&)> get;
  /// Does the key mean anything for this input? Absent: always.
  std::function<bool(const Target&)> applies;
  /// Section: called before its keys are read, to set what its presence means.
  std::function<void(Target&)> enter;
  /// Section: is it part of this input? Absent: always.
  std::function<bool(const Target&)> present;
  /// File or tree: what it comes to, as text, for the identity. Absent: the value itself.
  std::function<std::string(const Target&)> content;
  std::vector<Key> keys;  ///< of a section
  /// Section of which there may be several, in a list: the first, the second, ... of them, each a
  /// section whose name is its number. A map alone is a list of one, and read by `keys`.
  std::vector<Key> items;

  [[nodiscard]] const Key* find(const std::string& key) const { return named(key, keys); }
  /// The next key on a path: one of the section's own, or the number of one of several.
  [[nodiscard]] const Key* next(const std::string& key) const {
    const Key* const own = find(key);
    return own != nullptr ? own : named(key, items);
  }

  /// The value stored, if the key applies to this input.
  [[nodiscard]] std::optional<Value> stored(const Target& in) const {
    return get && (!applies || applies(in)) ? get(in) : std::nullopt;
  }

  /// The keys that exclude `key`: its alternatives, or those of the key that it needs.
  [[nodiscard]] std::vector<const Key*> rivals(const Key& key) const {
    const Key* const stated = key.alternative.empty() ? find(key.needs) : &key;
    std::vector<const Key*> list;
    if (!stated || stated->alternative.empty()) return list;
    for (const Key& other : keys) {
      if (other.alternative == stated->alternative && &other != stated) list.push_back(&other);
    }
    return list;
  }

  /// What is stored when the key is left out, if that is one value; `defaults` is an input without
  /// keys whose sections down to this key's have been entered.
  [[nodiscard]] std::optional<Value> standard(const Target& defaults) const {
    if (required || input_only || !default_doc.empty() || !get) return {};
    // A key that needs another one has its default once that is given.
    return needs.empty() ? stored(defaults) : get(defaults);
  }

  [[nodiscard]] static const Key* named(const std::string& key, const std::vector<Key>& list) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Key& candidate) { return candidate.name == key; });
    return found == list.end() ? nullptr : &*found;
  }

  // For the rows of a table.
  Key&& alternative_of(std::string group) && {
    alternative = std::move(group);
    return std::move(*this);
  }
  Key&& must_be_given() && {
    required = true;
    return std::move(*this);
  }
  Key&& only_with(std::string key, std::string word = "") && {
    needs = std::move(key);
    needs_word = std::move(word);
    return std::move(*this);
  }
  Key&& or_one_alone() && {
    or_one = true;
    return std::move(*this);
  }
  Key&& by_default(std::string text) && {
    default_doc = std::move(text);
    return std::move(*this);
  }
  Key&& without_effect() && {
    changes_result = false;
    return std::move(*this);
  }
};

/// A key of a case file.
using CaseKey = Key<RunInput>;

/// The whole case file, as a section without a name.
[[nodiscard]] const CaseKey& case_keys();

/// Does an empty value (`trajectory:`) mean the same as leaving the key out?
template <class Target>
[[nodiscard]] bool may_be_empty(const Key<Target>& key) {
  if (!key.is_section()) return false;
  // `hold:` and `far_side:` may not: an empty value there could as well mean "none" as "the
  // default".
  if (!key.choices.empty()) return key.off_by_default;
  return std::none_of(key.keys.begin(), key.keys.end(),
                      [](const KeyDescription& child) { return child.required; });
}

/// A value of that key as YAML.
[[nodiscard]] std::string to_yaml(const KeyDescription&, const Value&);
/// Is it a number (or two), whose values must lie in `range`?
[[nodiscard]] bool has_range(const KeyDescription&);
/// An end of the range as text; without a point for whole numbers.
[[nodiscard]] std::string bound_text(const KeyDescription&, double bound);
/// "0.001 to 100000 K", or "" for a key that has no range.
[[nodiscard]] std::string range_text(const KeyDescription&);

}  // namespace lacuna::io
