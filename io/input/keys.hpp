#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "io/input/run_input.hpp"

namespace lacuna::io {

namespace yaml {
struct Node;
}

// The one table of the keys of a case file. Reading, the errors, `--set`, the canonical echo, the
// JSON Schema, docs/input.md and the starting file all walk it; nothing else lists keys.

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

struct Key {
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
  std::string form;  ///< tree: what it looks like, for messages and the page

  /// Store a value; runs in the order of the table. May throw InputError (what, why).
  std::function<void(RunInput&, const Value&)> set;
  /// Tree: store it as it stands.
  std::function<void(const yaml::Node&)> take;
  /// The value stored, in the unit of the key (of a tree YAML to be put after its name and colon);
  /// empty: there is none. Of a section: the word that stands for it, if it is one.
  std::function<std::optional<Value>(const RunInput&)> get;
  /// Does the key mean anything for this input? Absent: always.
  std::function<bool(const RunInput&)> applies;
  /// Section: called before its keys are read, to set what its presence means.
  std::function<void(RunInput&)> enter;
  /// Section: is it part of this input? Absent: always.
  std::function<bool(const RunInput&)> present;
  /// File: what it held, as text, for the fingerprint.
  std::function<std::string(const RunInput&)> content;
  std::vector<Key> keys;  ///< of a section

  [[nodiscard]] bool is_section() const { return type == KeyType::section; }
  [[nodiscard]] const Key* find(const std::string& key) const;
  /// The value stored, if the key applies to this input.
  [[nodiscard]] std::optional<Value> stored(const RunInput&) const;
  /// The keys that exclude `key`: its alternatives, or those of the key that it needs.
  [[nodiscard]] std::vector<const Key*> rivals(const Key& key) const;
  /// What is stored when the key is left out, if that is one value; `defaults` is an input without
  /// keys whose sections down to this key's have been entered.
  [[nodiscard]] std::optional<Value> standard(const RunInput& defaults) const;

  // For the rows of the table.
  Key&& alternative_of(std::string group) &&;
  Key&& must_be_given() &&;
  Key&& only_with(std::string key, std::string word = "") &&;
  Key&& by_default(std::string text) &&;
  Key&& without_effect() &&;
};

/// The whole case file, as a section without a name.
[[nodiscard]] const Key& case_keys();

/// Does an empty value (`trajectory:`) mean the same as leaving the key out?
[[nodiscard]] bool may_be_empty(const Key&);

/// A value of that key as YAML.
[[nodiscard]] std::string to_yaml(const Key&, const Value&);
/// Is it a number (or two), whose values must lie in `range`?
[[nodiscard]] bool has_range(const Key&);
/// An end of the range as text; without a point for whole numbers.
[[nodiscard]] std::string bound_text(const Key&, double bound);
/// "0.001 to 100000 K", or "" for a key that has no range.
[[nodiscard]] std::string range_text(const Key&);

}  // namespace lacuna::io
