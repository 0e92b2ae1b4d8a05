#include "io/input/yaml_mistakes.hpp"

#include <algorithm>
#include <cstddef>
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

std::optional<Mistake> line_without_colon(const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    if (has_key(line)) continue;
    std::string what = missing_colon(line.said);
    if (what.empty()) what = "no colon after " + shown(line.said) + "; write key: value";
    return Mistake{place_of(line, line.indent()), what};
  }
  return {};
}

}  // namespace

std::optional<Mistake> probable_mistake(std::string_view text, int line) {
  const std::vector<Line> lines = lines_up_to(text, line);
  if (auto tab = tab_that_indents(lines)) return tab;
  if (!is_in_block_style(lines)) return {};
  if (auto colon = line_without_colon(lines)) return colon;
  return wrong_indentation(lines);
}

std::string missing_colon(std::string_view key) {
  const std::size_t end = key.find_first_of(": ");
  if (end == std::string_view::npos) return "";
  const std::size_t value = key.find_first_not_of(": ", end);
  if (value == std::string_view::npos) return "";
  const bool has_colon = key[end] == ':';
  return std::string(has_colon ? "no blank after the colon" : "no colon after the key") +
         "; write " + brief(key.substr(0, end)) + ": " + brief(key.substr(value));
}

}  // namespace lacuna::io::yaml
