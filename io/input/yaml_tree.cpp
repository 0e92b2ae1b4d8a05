#include "io/input/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <sstream>

#include "core/error.hpp"
#include "io/input/yaml_mistakes.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io::yaml {
namespace {

constexpr std::size_t deepest = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Place place_of(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1, -1};
}

[[noreturn]] void refuse(const std::string& name, const Place& place, const std::string& message) {
  throw InputError(name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                   ": " + message);
}

// Builds the tree from the parser's events. Not YAML::Load: its nodes no longer know of anchors,
// and `a: &x 1` must be refused, not read as 1.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& text, std::string name)
      : text_(std::string_view(text).substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0)),
        name_(std::move(name)) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(Node::Kind::null, mark, ""); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    check_tag(mark, tag);
    check_closed(mark);
    Node& node = add(Node::Kind::scalar, mark, value);
    node.text = value;
    node.in_quotes = tag == "!";  // yaml-cpp's sign for quotes and block scalars
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::sequence, mark, tag);
    open_.back().in_brackets = style == YAML::EmitterStyle::Flow;
  }
  void OnSequenceEnd() override {
    const Level list = std::move(open_.back());
    open_.pop_back();
    if (list.in_brackets) refuse_decimal_commas(list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::map, mark, tag);
    open_.back().in_brackets = style == YAML::EmitterStyle::Flow;
  }
  void OnMapEnd() override {
    if (open_.back().in_brackets) join_decimal_commas(open_.back().node->entries);
    open_.pop_back();
  }

 private:
  struct Level {
    Node* node;
    bool key_read = false;  // of a map: the next value belongs to entries.back()
    bool in_brackets = false;
    std::vector<std::size_t> starts;  // of the items of a sequence, in the text
  };

  // YAML takes {barrier_eV: 0,14} for two keys, the second one 14: whoever reads the number is to
  // see it as it was meant, and says what is wrong with it.
  static void join_decimal_commas(std::vector<Entry>& entries) {
    for (std::size_t k = 1; k < entries.size();) {
      Node& before = entries[k - 1].value;
      const bool nothing = before.kind == Node::Kind::null;  // {barrier_eV: ,14}
      const bool number = before.kind == Node::Kind::scalar && !before.in_quotes &&
                          !before.text.empty() && is_digit(before.text.back()) &&
                          !leading_number(before.text).empty();
      const Entry& entry = entries[k];
      const bool rest =
          entry.value.kind == Node::Kind::null && !entry.key.empty() && is_digit(entry.key.front());
      if ((number || nothing) && rest) {
        before.kind = Node::Kind::scalar;
        before.text += "," + entry.key;
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(k));
      } else {
        ++k;
      }
    }
  }

  // [300,5, 350,5] has a blank after some of its commas only, [1,000] an item that begins with 0:
  // no list, most probably, but numbers with decimal commas. Not so [300,310, 320].
  void refuse_decimal_commas(const Level& list) const {
    const auto& items = list.node->items;
    const auto sign = [&](std::size_t at) { return at < text_.size() ? text_[at] : '\n'; };
    const auto is_apart = [&](std::size_t at) {
      return sign(at - 1) == ' ' && sign(at - 2) == ',';
    };
    const bool some_apart = std::any_of(list.starts.begin(), list.starts.end(), is_apart);
    const auto goes_on = [&](std::size_t k) {
      const std::size_t at = list.starts[k];
      return is_digit(sign(at)) && sign(at - 1) == ',' && is_digit(sign(at - 2));
    };
    const bool steady = rise_or_fall(items);
    for (std::size_t k = 1; k < items.size(); ++k) {
      const std::string& text = items[k].text;
      const bool no_item = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
      if (!goes_on(k) || (!some_apart && !no_item)) continue;
      if (steady && cannot_be_a_decimal(items[k - 1].text, text)) continue;
      std::string number = items[k - 1].text + "," + text;
      for (std::size_t n = k + 1; n < items.size() && goes_on(n); ++n)
        number += "," + items[n].text;
      refuse(name_, items[k - 1].place, key_of_list() + what_is_meant(number));
    }
  }

  // Items of a list in order, as in [8,10, 12,14]: nobody writes so many decimals after so few
  // digits, or sets thousands apart like this.
  static bool cannot_be_a_decimal(const std::string& before, const std::string& after) {
    const auto whole = [](const std::string& text) {
      return std::all_of(text.begin(), text.end(), is_digit) && text.front() != '0';
    };
    return whole(before) && whole(after) && after.size() > 1 &&
           (after.size() == before.size() || after.size() == before.size() + 1);
  }

  // Each number above the one before it, or each below.
  static bool rise_or_fall(const std::vector<Node>& items) {
    std::vector<double> numbers;
    for (const Node& item : items) {
      if (item.text.empty() || leading_number(item.text) != item.text) return false;
      numbers.push_back(std::strtod(item.text.c_str(), nullptr));
    }
    const auto has_pair = [&](auto&& order) {
      return std::adjacent_find(numbers.begin(), numbers.end(), order) != numbers.end();
    };
    return !has_pair(std::greater_equal<>()) || !has_pair(std::less_equal<>());
  }

  [[nodiscard]] std::string key_of_list() const {
    const bool has_one = !open_.empty() && !open_.back().node->entries.empty();
    return has_one ? open_.back().node->entries.back().key + ": " : "";
  }

  static std::string what_is_meant(const std::string& number) {
    try {
      static_cast<void>(parse_number(number));
    } catch (const InputError& error) {
      return std::string(error.what()) +
             "; if these are several items, put a blank after each comma";
    }
    return "";
  }

  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
    refuse(name_, place_of(mark),
           "anchors and aliases (& and *) are not allowed; write the value out");
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?" || tag == "!") return;
    refuse(name_, place_of(mark), "tags (like !!float) are not allowed; remove " + shown(tag));
  }

  // yaml-cpp takes the end of the text for a closing quote: one forgotten quote would swallow the
  // rest.
  void check_closed(const YAML::Mark& mark) const {
    const auto start = static_cast<std::size_t>(std::max(mark.pos, 0));
    if (start >= text_.size() || (text_[start] != '"' && text_[start] != '\'')) return;
    const char quote = text_[start];
    for (std::size_t at = start + 1; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote == '"' || at + 1 >= text_.size() || text_[at + 1] != quote) return;
        ++at;
      }
    }
    refuse(name_, place_of(mark), "not valid YAML: a quote is opened here and never closed");
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    check_tag(mark, tag);
    if (open_.size() == deepest) {
      refuse(name_, place_of(mark),
             "nested more than " + std::to_string(deepest) + " levels deep; no input needs that");
    }
    open_.push_back({&add(kind, mark, ""), false, false, {}});
  }

  // The place for a new value: the document itself, the next item, or the next key or its value.
  // Only the innermost open container grows, so the pointers of the outer ones stay valid.
  Node& add(Node::Kind kind, const YAML::Mark& mark, const std::string& text) {
    if (open_.empty()) return set(root_, kind, mark);
    Level& level = open_.back();
    if (level.node->kind == Node::Kind::sequence) {
      level.starts.push_back(static_cast<std::size_t>(std::max(mark.pos, 0)));
      return set(level.node->items.emplace_back(), kind, mark);
    }
    level.key_read = !level.key_read;
    if (!level.key_read) return set_value(level.node->entries.back(), kind, mark);
    if (kind != Node::Kind::scalar) refuse_key(mark);
    level.node->entries.push_back({text, place_of(mark), {}});
    key_ = Node{};
    return key_;
  }

  // The parser gives an empty value the place of what comes next.
  static Node& set_value(Entry& entry, Node::Kind kind, const YAML::Mark& mark) {
    Node& value = set(entry.value, kind, mark);
    if (kind == Node::Kind::null) value.place = entry.place;
    return value;
  }

  // A map that is not closed looks like one with an empty key.
  [[noreturn]] void refuse_key(const YAML::Mark& mark) const {
    if (const auto mistake = mistake_in_brackets(text_))
      refuse(name_, mistake->place, "not valid YAML: " + mistake->what);
    refuse(name_, place_of(mark), "a key must be a word");
  }

  static Node& set(Node& node, Node::Kind kind, const YAML::Mark& mark) {
    node.kind = kind;
    node.place = place_of(mark);
    return node;
  }

  std::string_view text_;
  std::string name_;
  Node root_;
  Node key_;  // takes what OnScalar writes when the scalar is a key
  std::vector<Level> open_;
};

void check_bytes(const std::string& text, const std::string& name) {
  if (text.size() > most_bytes) {
    throw InputError(name + ": larger than " + std::to_string(most_bytes) +
                     " bytes; is it the right file?");
  }
  if (const auto bad = first_unreadable(text)) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
    const std::size_t start = *bad == 0 ? std::string::npos : text.rfind('\n', *bad - 1);
    const std::size_t column = start == std::string::npos ? *bad : *bad - start - 1;
    refuse(name, {static_cast<int>(line) + 1, static_cast<int>(column) + 1, -1},
           std::string(not_utf8));
  }
}

// The line ends of files from old Macintoshes are a CR; others have CR and LF by turns, or LF CR.
std::string with_line_feeds(const std::string& text) {
  std::string changed;
  char before = ' ';
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool alone = text[k] == '\r' && (k + 1 == text.size() || text[k + 1] != '\n');
    if (!alone)
      changed += text[k];
    else if (before != '\n')
      changed += '\n';
    before = text[k];
  }
  return changed;
}

std::string in_double_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\': out += '\\'; break;
      case '\n': out += "\\n"; continue;
      case '\t': out += "\\t"; continue;
      default: break;
    }
    out += c;
  }
  return out + '"';
}

// Numbers and words as they stood, so that a number stays one.
bool plain_scalar(const Node& node) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '/' || c == '.' || c == '+' || c == '-';
  };
  // A lone "-" or "---" means something else to YAML.
  const bool dashes =
      node.text.find_first_not_of('-') == std::string::npos || node.text.starts_with("--");
  return !node.in_quotes && !dashes && std::all_of(node.text.begin(), node.text.end(), harmless);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& candidate) { return candidate.key == key; });
  return entry == entries.end() ? nullptr : &entry->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

void Node::erase(std::string_view key) {
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [&](const Entry& candidate) { return candidate.key == key; }),
                entries.end());
}

Node parse(const std::string& given, const std::string& name) {
  check_bytes(given, name);
  const std::string text = with_line_feeds(given);
  std::istringstream in(text);
  TreeBuilder builder(text, name);
  try {
    YAML::Parser parser(in);
    if (parser.HandleNextDocument(builder) && parser) {
      // yaml-cpp stops silently here; what follows would be ignored.
      const Mistake more = second_document(text);
      refuse(name, more.place, "not valid YAML: " + more.what);
    }
  } catch (const YAML::Exception& error) {
    const Place place = place_of(error.mark);
    const auto probable = probable_mistake(text, place.line);
    const Mistake mistake = probable ? *probable : in_plain_words(error.msg, text, place);
    refuse(name, mistake.place, "not valid YAML: " + mistake.what);
  }
  return builder.take();
}

std::string scalar(std::string_view text) {
  constexpr std::array<std::string_view, 9> reserved{"true", "false", "yes", "no", "on",
                                                     "off",  "null",  "y",   "n"};
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/';
  };
  const auto plain = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool safe = !text.empty() && letter(text.front()) &&
                    std::all_of(text.begin(), text.end(), plain) &&
                    std::find(reserved.begin(), reserved.end(), lower) == reserved.end();
  return safe ? std::string(text) : in_double_quotes(text);
}

std::string one_line(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::null: return "null";
    case Node::Kind::scalar: return plain_scalar(node) ? node.text : in_double_quotes(node.text);
    case Node::Kind::sequence:
      for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + one_line(item);
      return "[" + text + "]";
    case Node::Kind::map: break;
  }
  for (const Entry& entry : node.entries) {
    text += (text.empty() ? "" : ", ") + scalar(entry.key) + ": " + one_line(entry.value);
  }
  return "{" + text + "}";
}

std::string block(const Node& node) {
  if (node.kind != Node::Kind::map || node.entries.empty()) return one_line(node);
  std::string text;
  for (const Entry& entry : node.entries) {
    if (!text.empty()) text += '\n';
    text += scalar(entry.key) + ":";
    if (entry.value.kind != Node::Kind::map || entry.value.entries.empty()) {
      text += " " + one_line(entry.value);
      continue;
    }
    text += "\n  ";
    for (const char c : block(entry.value))
      text += c == '\n' ? std::string("\n  ") : std::string(1, c);
  }
  return text;
}

}  // namespace lacuna::io::yaml
