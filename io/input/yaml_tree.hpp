#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::io::yaml {

/// Of a document.
inline constexpr std::size_t most_bytes = std::size_t{1} << 20U;

/// Where something was written: line and column (from 1) of the file, or the how-manieth `--set`.
struct Place {
  int line = 1;
  int column = 1;
  int setting = -1;  ///< index of the `--set`; -1: in the file
  friend bool operator==(const Place&, const Place&) = default;
};

struct Entry;

/// One value of a YAML document; maps keep the order and the duplicates of the text.
struct Node {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;            ///< scalar
  bool in_quotes = false;      ///< scalar; "300" in quotes is a text, not a number
  std::vector<Node> items;     ///< sequence
  std::vector<Entry> entries;  ///< map
  Place place;

  /// The value of a map's key, nullptr if it has none (or this is no map); of duplicates the first.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  /// Remove every entry of that key.
  void erase(std::string_view key);
};

struct Entry {
  std::string key;
  Place place;
  Node value;
};

/// Read one YAML document. `name` stands for the file in messages. Refused with an InputError
/// (name:line:column: what): bad syntax, more than 1 MiB, control characters, text that is not
/// UTF-8, a second document, anchors, aliases, tags, keys that are not plain words, nesting beyond
/// 16 levels.
[[nodiscard]] Node parse(const std::string& text, const std::string& name);

/// `text` as a scalar that reads back as the same text: plain where that is safe, else in quotes.
[[nodiscard]] std::string scalar(std::string_view text);

/// A value on one line, which reads back as the same value.
[[nodiscard]] std::string one_line(const Node&);
/// Maps as lines that are indented by two columns for each level, everything else on one line;
/// without a line end after the last.
[[nodiscard]] std::string block(const Node&);

}  // namespace lacuna::io::yaml
