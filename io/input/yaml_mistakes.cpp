#include "io/input/yaml_mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "io/number_text.hpp"

namespace lacuna::io::yaml {
namespace {

constexpr std::string_view blanks = " \t";

/// A line that says something.
struct Line {
  int number;  ///< from 1
  std::string_view indentation;
  std::string_view said;  ///< without indentation and comment

  [[nodiscard]] std::size_t indent() const { return indentation.size(); }
};

std::string_view without_comment(std::string_view line) {
  std::size_t at = line.find('#');
  while (at != std::string_view::npos && at > 0 &&
         blanks.find(line[at - 1]) == std::string_view::npos)
    at = line.find('#', at + 1);
  line = line.substr(0, at);
  const std::size_t last = line.find_last_not_of(" \t\r");
  return last == std::string_view::npos ? std::string_view{} : line.substr(0, last + 1);
}

std::vector<Line> lines_up_to(std::string_view text, int last) {
  std::vector<Line> list;
  for (int number = 1; number <= last && !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = without_comment(text.substr(0, end));
    const std::size_t first = line.find_first_not_of(blanks);
    if (first != std::string_view::npos)
      list.push_back({number, line.substr(0, first), line.substr(first)});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return list;
}

Place place_of(const Line& line, std::size_t column) {
  return {line.number, static_cast<int>(column) + 1, -1};
}

bool opens_section(const Line& line) { return line.said.ends_with(':'); }

bool has_key(const Line& line) {
  return opens_section(line) || line.said.find(": ") != std::string_view::npos;
}

/// In a list or a map in brackets, over several lines or not, other rules hold.
bool is_in_block_style(const std::vector<Line>& lines) {
  return std::none_of(lines.begin(), lines.end(), [](const Line& line) {
    const auto count = [&](char c) { return std::count(line.said.begin(), line.said.end(), c); };
    return line.said.front() == '-' || count('[') != count(']') || count('{') != count('}');
  });
}

/// Walks through a text from one bracket of a list or a map to the next; others are in quotes, in
/// comments, or within a word.
class Brackets {
 public:
  explicit Brackets(std::string_view text) : text_(text) {}

  std::optional<Mistake> mistake() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      } else if (c == '#' && begins_word()) {
        at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
      } else if ((c == '"' || c == '\'') && begins_word()) {
        skip_quoted(c);
      } else if (c == '[' || c == '{') {
        if (auto found = opened(c)) return found;
      } else if ((c == ']' || c == '}') && !open_.empty()) {
        if (open_.back().closing != c) return unclosed();
        open_.pop_back();
      }
    }
    if (open_.empty()) return {};
    return unclosed();
  }

 private:
  struct Open {
    char bracket, closing;
    Place place;
  };

  [[nodiscard]] Place place_of(std::size_t at) const {
    return {line_, static_cast<int>(at - line_start_) + 1, -1};
  }

  [[nodiscard]] bool begins_word() const {
    return at_ == line_start_ || std::string_view(" \t[{,").find(text_[at_ - 1]) < 5;
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (quote == '"' && text_[at_] == '\\') ++at_;
      if (at_ >= text_.size() || text_[at_] != '\n') continue;
      ++line_;
      line_start_ = at_ + 1;
    }
  }

  std::optional<Mistake> opened(char bracket) {
    const std::string_view line = text_.substr(line_start_, at_ - line_start_);
    std::size_t end = line.find_last_not_of(blanks) + 1;  // 0: none
    const bool has_equals = end > 0 && line[end - 1] == '=';
    if (has_equals) end = line.find_last_not_of(" \t:=") + 1;
    const std::string_view before = line.substr(0, end);
    const std::string_view ends = open_.empty() ? blanks : " \t[]{},";
    const std::size_t start = before.find_last_of(ends) + 1;
    const std::string_view word = before.substr(start);
    const bool has_colon = word.ends_with(':');
    const bool first = line.find_first_not_of(blanks) == start;
    // Outside of others it may stand within a text.
    const bool may_open =
        word.empty() || word == "-" || word == "?" || (has_colon && end < line.size());
    if (open_.empty() && !first && !has_colon && !may_open) return {};
    if (!may_open) {
      const std::string key = brief(has_colon ? word.substr(0, word.size() - 1) : word);
      const char* what = has_colon ? "no blank after the colon" : "no colon after the key";
      return Mistake{place_of(line_start_ + start), what + ("; write " + key + ": ") + bracket};
    }
    open_.push_back({bracket, bracket == '[' ? ']' : '}', place_of(at_)});
    return {};
  }

  [[nodiscard]] Mistake unclosed() const {
    const Open& last = open_.back();
    return {last.place,
            std::string(1, last.bracket) + " is opened here and not closed; add " + last.closing};
  }

  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  std::vector<Open> open_;
};

std::string_view text_from(std::string_view text, const Place& place) {
  for (int line = 1; line < place.line; ++line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(
      std::min(static_cast<std::size_t>(std::max(place.column - 1, 0)), text.size()));
}

std::optional<Mistake> tab_that_indents(const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    const std::size_t tab = line.indentation.find('\t');
    if (tab == std::string_view::npos) continue;
    return Mistake{place_of(line, tab),
                   "a tab indents this line, which YAML does not allow; use blanks"};
  }
  return {};
}

/// The last line is judged by those above it.
std::optional<Mistake> wrong_indentation(const std::vector<Line>& lines) {
  std::vector<std::size_t> open;  // indentations that a line may go back to
  const Line* before = nullptr;
  for (const Line& line : lines) {
    while (!open.empty() && open.back() > line.indent()) open.pop_back();
    const bool known = !open.empty() && open.back() == line.indent();
    const bool may_go_deeper =
        before == nullptr || (opens_section(*before) && line.indent() > before->indent());
    if (!known && may_go_deeper) {
      open.push_back(line.indent());
    } else if (!known) {
      return Mistake{place_of(line, line.indent()),
                     "an indentation of " + std::to_string(line.indent()) +
                         " fits no line above it; begin it where its section's other keys begin"};
    }
    before = &line;
  }
  return {};
}

// YAML keeps these signs for itself, and says so.
bool begins_no_text(std::string_view said) { return said.front() == '@' || said.front() == '`'; }

std::optional<Mistake> line_without_colon(const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    if (has_key(line) || begins_no_text(line.said)) continue;
    std::string what = mistake_in_key(line.said);
    if (what.empty()) what = "no colon after " + shown(line.said) + "; write key: value";
    return Mistake{place_of(line, line.indent()), what};
  }
  return {};
}

/// Letters and signs that are taken for others, or not seen.
struct Lookalike {
  std::string_view bytes, name;
};
constexpr std::array lookalikes{
    Lookalike{"\xC2\xA0", "a no-break space"},
    Lookalike{"\xC2\xBA", "an ordinal sign"},
    Lookalike{"\xD8\x8C", "an Arabic comma"},
    Lookalike{"\xE2\x80\x8B", "a zero-width space"},
    Lookalike{"\xE2\x80\x90", "a hyphen that is no minus"},
    Lookalike{"\xE2\x80\x93", "a dash that is no minus"},
    Lookalike{"\xE2\x88\x92", "a minus that is not the keyboard's"},
    Lookalike{"\xE3\x80\x81", "an ideographic comma"},
    Lookalike{"\xEF\xBB\xBF", "a byte order mark"},
};

std::size_t length_of_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

// The number of the character that a text of UTF-8 begins with.
std::uint32_t code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = length_of_character(text);
  std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (const char c : text.substr(1, length - 1))
    point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  return point;
}

// Empty if there is none; else one character.
std::string_view first_beyond_ascii(std::string_view text) {
  const auto odd = [](char c) { return static_cast<unsigned char>(c) > 0x7F; };
  const auto at =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), odd) - text.begin());
  if (at == text.size()) return {};
  return text.substr(at, length_of_character(text.substr(at)));
}

// "U+060C, an Arabic comma".
std::string name_of(std::string_view character, std::string_view otherwise) {
  const auto* const known =
      std::find_if(lookalikes.begin(), lookalikes.end(),
                   [&](const Lookalike& each) { return each.bytes == character; });
  const std::uint32_t point = code_point(character);
  if (point > 0xFF00 && point < 0xFF5F)
    return fmt::format("U+{:04X}, the full-width form of '{}'", point,
                       static_cast<char>(point - 0xFF00 + ' '));
  return fmt::format("U+{:04X}, {}", point, known == lookalikes.end() ? otherwise : known->name);
}

std::string no_comment(std::string_view sign) {
  return "a comment begins with #, not with " + std::string(sign);
}

std::optional<Mistake> comment_of_another_language(const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    const std::string_view sign = comment_sign(line.said);
    if (!sign.empty() && !line.said.starts_with("---"))
      return Mistake{place_of(line, line.indent()), no_comment(sign)};
  }
  return {};
}

std::optional<Mistake> two_colons(const Line& line) {
  const std::size_t first = line.said.find(": ");
  if (first == std::string_view::npos) return {};
  const std::string_view value = line.said.substr(first + 2);
  if (value.find(": ") == std::string_view::npos || value.find_first_of("[{\"'") == 0) return {};
  const std::string_view odd = first_beyond_ascii(value);
  if (!odd.empty() && odd.data() == value.data())
    return Mistake{place_of(line, line.indent() + first + 2),
                   "this is " + name_of(odd, "with which no value begins") + "; type it anew"};
  // "1 temperature_K: 300" is no key with its value.
  const std::size_t blank = value.find_first_of(blanks);
  const bool goes_on = value.find(": ") > blank;
  return Mistake{place_of(line, line.indent() + first + 2),
                 goes_on
                     ? "two keys on one line; put each on a line of its own, or put a text with "
                       "a colon into quotes"
                     : "two colons on one line; write " + brief(line.said.substr(0, first)) +
                           ": {" + brief(value) + "}, or put a text with a colon into quotes"};
}

/// Of the last two lines one.
std::optional<Place> dash_among_keys(const std::vector<Line>& lines) {
  const std::size_t count = lines.size();
  for (std::size_t k = count < 2 ? 0 : count - 2; k < count; ++k)
    if (lines[k].said.starts_with("- ") && lines[k].indent() == lines.back().indent())
      return place_of(lines[k], lines[k].indent());
  return {};
}

// Keys are ASCII, and so is what follows one.
std::string odd_character_in_key(std::string_view line, std::size_t end_of_key) {
  const std::string_view odd = first_beyond_ascii(line);
  if (odd.empty()) return "";
  const auto at = static_cast<std::size_t>(odd.data() - line.data());
  if (end_of_key != std::string_view::npos && at > end_of_key + 1) return "";
  return "in or after the key is " + name_of(odd, "no letter of any key") + "; type its line anew";
}

}  // namespace

std::optional<Mistake> probable_mistake(std::string_view text, int line) {
  const std::vector<Line> lines = lines_up_to(text, line);
  if (auto tab = tab_that_indents(lines)) return tab;
  if (auto comment = comment_of_another_language(lines)) return comment;
  if (auto bracket = mistake_in_brackets(text)) return bracket;
  if (!is_in_block_style(lines)) return {};
  if (!lines.empty())
    if (auto colons = two_colons(lines.back())) return colons;
  if (auto colon = line_without_colon(lines)) return colon;
  return wrong_indentation(lines);
}

std::optional<Mistake> mistake_in_brackets(std::string_view text) {
  return Brackets(text).mistake();
}

Mistake second_document(std::string_view text) {
  const std::vector<Line> lines = lines_up_to(text, std::numeric_limits<int>::max());
  if (!lines.empty() && lines.front().said.starts_with("- "))
    return {place_of(lines.front(), lines.front().indent()),
            "a dash makes an item of a list, where keys are expected; remove the dash"};
  if (auto comment = comment_of_another_language(lines)) return *comment;
  bool begun = false;
  for (const Line& line : lines) {
    const bool marked = line.said.starts_with("---") || line.said == "...";
    if (marked && begun)
      return {place_of(line, 0), "more than one document: the first ends here; keep one"};
    begun = true;
  }
  return {{}, "more than one document, or text after the end of the first; keep one"};
}

std::string_view comment_sign(std::string_view text) {
  for (const std::string_view sign : {"//", "!", ";", "%", "/*", "--", "<!--"})
    if (text.starts_with(sign)) return sign;
  return {};
}

std::string mistake_in_value(std::string_view value) {
  for (std::size_t at = value.find(' '); at != std::string_view::npos;
       at = value.find(' ', at + 1)) {
    const std::string_view rest = value.substr(at + 1);
    const std::string_view sign = comment_sign(rest);
    if (sign.empty()) continue;
    // "5 %" has a unit, and "8 ; 6" are two numbers.
    const std::string_view said = rest.substr(sign.size());
    const std::size_t start = said.find_first_not_of(' ');
    const bool says_something = start != std::string_view::npos &&
                                (sign != ";" || leading_number(said.substr(start)).empty());
    if (says_something) return no_comment(sign);
  }
  return "";
}

std::string odd_character(std::string_view text,
                          const std::function<bool(std::string_view)>& belongs) {
  for (std::string_view odd = first_beyond_ascii(text); !odd.empty();
       odd = first_beyond_ascii(text)) {
    if (!belongs(odd))
      return "in it is " + name_of(odd, "no letter or sign that belongs here") + "; type it anew";
    text.remove_prefix(static_cast<std::size_t>(odd.data() - text.data()) + odd.size());
  }
  return "";
}

std::string mistake_in_key(std::string_view key) {
  const std::size_t end = key.find_first_of(": =");
  std::string odd = odd_character_in_key(key, end);
  if (!odd.empty()) return odd;
  if (const std::string_view sign = comment_sign(key); !sign.empty()) return no_comment(sign);
  if (end == std::string_view::npos) return "";
  std::size_t value = key.find_first_not_of(": =", end);
  if (value == std::string_view::npos) return "";
  if (key.substr(value).starts_with("-> ") || key.substr(value).starts_with("> "))
    value = key.find_first_not_of("-> ", value);
  if (value == std::string_view::npos) return "";
  const bool has_colon = key[end] == ':';
  return std::string(has_colon ? "no blank after the colon" : "no colon after the key") +
         "; write " + brief(key.substr(0, end)) + ": " + brief(key.substr(value));
}

Mistake in_plain_words(const std::string& message, std::string_view text, const Place& place) {
  constexpr std::string_view dash =
      "a dash makes an item of a list, which cannot stand here; remove it";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words{{
      {"unknown token", "no text can begin with this sign; put it into quotes"},
      {"end of map flow not found", "a comma is missing before this key, within { }; add it"},
      {"end of sequence flow not found", "a comma is missing before this item, within [ ]; add it"},
      {"illegal flow end", "this bracket closes none; remove it"},
      {"illegal block entry", dash},
      {"end of map not found", "the value before this has ended; remove this, or quote the whole"},
      {"end of sequence not found", "the list before this has ended; begin the line with a dash"},
  }};
  const std::string_view rest = text_from(text, place);
  if (rest.size() > 1 && rest[0] == ',' && rest[1] >= '0' && rest[1] <= '9') {
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    return {place, "a decimal comma; write 0." + brief(rest.substr(1, digits - 1))};
  }
  if (const std::string_view sign = comment_sign(rest); !sign.empty() && sign != ";")
    return {place, no_comment(sign)};
  if (message == "end of map not found")
    if (const auto at = dash_among_keys(lines_up_to(text, place.line)))
      return {*at, std::string(dash)};
  const auto* const found = std::find_if(words.begin(), words.end(),
                                         [&](const auto& each) { return each.first == message; });
  return {place, found == words.end() ? message : std::string(found->second)};
}

}  // namespace lacuna::io::yaml
