#include "io/input/read_value.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "io/input/units.hpp"
#include "io/input/yaml_mistakes.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

using yaml::Node;

namespace {

std::string words(const KeyDescription& key) {
  std::string text;
  for (const Choice& choice : key.choices) {
    if (choice.refusal.empty()) text += (text.empty() ? "" : ", ") + choice.word;
  }
  return text;
}

std::string words_of(const KeyDescription& key) {
  const std::string list = words(key);
  return (list.find(',') == std::string::npos ? "" : "one of ") + list;
}

void check_plain(const KeyDescription& key, const Node& node) {
  if (node.kind != Node::Kind::scalar) throw InputError(mismatch(key, node));
  if (node.in_quotes && !has_unit(node.text))
    throw InputError(shown(node.text) + " is a text; write the number without quotes");
}

void check_range(const KeyDescription& key, const Node& node, double value) {
  const Range& range = key.range;
  if (value > range.high || value < range.low || (range.above_low && value == range.low)) {
    throw InputError(shown(node.text) + " is out of range; " + range_text(key));
  }
}

double number(const KeyDescription& key, const Node& node) {
  check_plain(key, node);
  const double value = number_in(key.unit, node.text);
  check_range(key, node, value);
  return value;
}

std::vector<double> list_of_numbers(const KeyDescription& key, const Node& node) {
  std::vector<double> list;
  for (const Node& item : node.items) list.push_back(number(key, item));
  return list;
}

std::uint64_t integer(const KeyDescription& key, const Node& node) {
  check_plain(key, node);
  if (is_below_zero(node.text))
    throw InputError(shown(node.text) + " is out of range; " +
                     (has_range(key) ? range_text(key) : "0 or more"));
  const std::uint64_t value = parse_integer(node.text);
  check_range(key, node, static_cast<double>(value));
  return value;
}

// [8; 6] and [8 6] are lists of one; in [1 000] the blank sets thousands apart.
void refuse_items_without_commas(const Node& list) {
  for (const Node& item : list.items) {
    std::string with_commas;
    std::string_view rest = item.text;
    int numbers = 0;
    for (; !rest.empty() && !leading_number(rest).empty(); ++numbers) {
      with_commas += (numbers == 0 ? "" : ", ") + std::string(leading_number(rest));
      rest.remove_prefix(leading_number(rest).size());
      rest.remove_prefix(std::min(rest.find_first_not_of("; "), rest.size()));
    }
    const bool thousands = with_commas.find(", 00") != std::string::npos;
    if (numbers > 1 && rest.empty() && !thousands &&
        item.text.find_first_of("; ") != std::string::npos)
      throw InputError(shown(item.text) + " is one item; commas part the items of a list: write " +
                       with_commas);
  }
}

bool boolean(const Node& node) {
  const bool is_one = node.text == "true" || node.text == "false";
  if (is_one && node.in_quotes)
    throw InputError(shown(node.text) + " is a text; write " + node.text + " without quotes");
  if (is_one) return node.text == "true";
  throw InputError(shown(node.text) + " is neither true nor false; write one of these");
}

std::string text(const Node& node) {
  constexpr std::size_t longest = 200;
  if (node.text.empty()) throw InputError("empty; write a word or two");
  if (node.text.size() > longest) throw InputError("longer than 200 bytes; choose a shorter text");
  if (first_unreadable(node.text) || node.text.find_first_of("\n\r\t") != std::string::npos) {
    throw InputError("holds control characters; keep it to one line of text");
  }
  return node.text;
}

std::string file(const Node& node, const std::filesystem::path& folder) {
  constexpr std::size_t longest = 4096;
  if (node.text.empty() || node.text.size() > longest || first_unreadable(node.text) ||
      node.text.find_first_of("\n\r") != std::string::npos) {
    throw InputError(shown(node.text) + " is no path of a file");
  }
  return std::filesystem::absolute(folder / node.text).lexically_normal().string();
}

std::string word(const KeyDescription& key, const Node& node) {
  for (const Choice& choice : key.choices) {
    if (choice.word != node.text) continue;
    if (!choice.refusal.empty()) throw InputError(node.text + ": " + choice.refusal);
    return choice.word;
  }
  throw InputError(shown(node.text) + " is unknown; " + expected(key));
}

}  // namespace

std::string kind_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::sequence:
      return node.items.empty() ? "an empty list"
                                : "a list of " + std::to_string(node.items.size());
    case Node::Kind::map: return "a map of keys";
    case Node::Kind::scalar: break;
  }
  return shown(node.text);
}

std::string mismatch(const KeyDescription& key, const Node& node) {
  return "expected " + expected(key) + ", got " + kind_text(node);
}

std::string expected(const KeyDescription& key) {
  const std::string range = range_text(key);
  const std::string in_range = range.empty() ? "" : " (" + range + ")";
  switch (key.type) {
    case KeyType::section:
      return key.choices.empty() ? "a map of keys" : "a map of keys, or " + words_of(key);
    case KeyType::number: return "a number" + in_range;
    case KeyType::integer: return "a whole number" + in_range;
    case KeyType::numbers: return "a list of two numbers" + in_range;
    case KeyType::integers: return "a list of two whole numbers" + in_range;
    case KeyType::boolean: return "true or false";
    case KeyType::text: return "a text";
    case KeyType::choice: return words_of(key);
    case KeyType::file: return "the path of a file";
    case KeyType::list:
      return (key.or_one ? "a number, or a list of numbers" : "a list of numbers") + in_range;
    case KeyType::tree: return key.form;
  }
  return "a value";
}

namespace {

Value read(const KeyDescription& key, const Node& node, const std::filesystem::path& folder) {
  const bool pair = key.type == KeyType::numbers || key.type == KeyType::integers;
  if (key.or_one && node.kind == Node::Kind::scalar) return std::vector{number(key, node)};
  const bool list = pair || key.type == KeyType::list;
  if (list ? node.kind != Node::Kind::sequence || node.items.empty()
           : node.kind != Node::Kind::scalar) {
    throw InputError(mismatch(key, node));
  }
  if (list) refuse_items_without_commas(node);
  if (pair && node.items.size() != 2) {
    throw InputError(mismatch(key, node));
  }
  switch (key.type) {
    case KeyType::number: return number(key, node);
    case KeyType::integer: return integer(key, node);
    case KeyType::numbers:
      return std::array{number(key, node.items[0]), number(key, node.items[1])};
    case KeyType::integers:
      return std::array{integer(key, node.items[0]), integer(key, node.items[1])};
    case KeyType::boolean: return boolean(node);
    case KeyType::text: return text(node);
    case KeyType::file: return file(node, folder);
    case KeyType::list: return list_of_numbers(key, node);
    case KeyType::section:
    case KeyType::tree:
    case KeyType::choice: break;
  }
  return word(key, node);
}

// Numbers and units look right with a letter of another alphabet, and so do words.
std::string odd_character(const Node& node) {
  std::string found = yaml::odd_character(node.text, is_of_a_unit);
  for (const Node& item : node.items)
    if (found.empty()) found = odd_character(item);
  return found;
}

// What is wrong with a value, as far as its text shows it.
std::string told(const Node& node, const std::string& what) {
  const std::string comment = node.in_quotes ? "" : yaml::mistake_in_value(node.text);
  if (!comment.empty()) return shown(node.text) + ": " + comment;
  if (what.find("U+") != std::string::npos) return what;
  const std::string odd = odd_character(node);
  return odd.empty() ? what : what + "; " + odd;
}

}  // namespace

Value value_of(const KeyDescription& key, const Node& node, const std::filesystem::path& folder) {
  try {
    return read(key, node, folder);
  } catch (const InputError& error) {
    // Texts and names of files are free.
    if (key.type == KeyType::text || key.type == KeyType::file) throw;
    throw InputError(told(node, error.what()));
  }
}

}  // namespace lacuna::io
