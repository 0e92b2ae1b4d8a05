#include "io/input/echo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <variant>
#include <vector>

namespace lacuna::io {
namespace {

// A line of the text: nested keys are indented, sections have no value.
struct Line {
  int depth = 0;
  std::string text;  // "key: value"
  std::string comment;
  bool active = true;  // or an alternative that was not chosen
};

bool is_present(const Key& section, const RunInput& in) {
  return !section.present || section.present(in);
}

class Echo {
 public:
  explicit Echo(const RunInput& in) : in_(in) {}
  virtual ~Echo() = default;

  void write(const Key& section, int depth) {
    for (const Key& key : section.keys) {
      if (!key.refusal.empty()) continue;
      const auto stored = key.stored(in_);
      if (key.is_section() && !stored && is_present(key, in_)) {
        lines.push_back({depth, key.name + ":", key.doc, true});
        write(key, depth + 1);
        if (lines.back().depth == depth) lines.pop_back();  // nothing of it applied
      } else if (stored && key.type == KeyType::tree) {
        write_tree(key, std::get<std::string>(*stored), depth);
      } else if (stored && !key.input_only) {
        lines.push_back({depth, key.name + ": " + value(key, *stored), comment(key), true});
      } else {
        leave_out(key, depth);
      }
    }
  }

  std::vector<Line> lines;

 private:
  void write_tree(const Key& key, const std::string& text, int depth) {
    std::istringstream rows(text);
    std::string row;
    std::getline(rows, row);
    lines.push_back({depth, key.name + ":" + row, key.doc, true});
    while (std::getline(rows, row)) lines.push_back({depth + 1, row, "", true});
  }

 protected:
  virtual std::string value(const Key& key, const Value& stored) const {
    return to_yaml(key, stored);
  }
  virtual void leave_out(const Key&, int) {}
  static std::string comment(const Key& key) {
    std::string words;
    for (const Choice& choice : key.choices) {
      if (choice.refusal.empty()) words += (words.empty() ? "" : " | ") + choice.word;
    }
    if (key.is_section() && !words.empty()) words += " | ...";
    return key.doc + (words.empty() ? "" : (key.doc.empty() ? "" : "; ") + words);
  }
  const RunInput& in_;
};

class Identity : public Echo {
 public:
  using Echo::Echo;

 private:
  std::string value(const Key& key, const Value& stored) const override {
    if (!key.changes_result) return "";
    return key.content ? "\n" + key.content(in_) : to_yaml(key, stored);
  }
};

// For a starting file: what could have been written instead.
class Commented : public Echo {
 public:
  using Echo::Echo;

 private:
  void leave_out(const Key& key, int depth) override {
    if (key.is_section()) {
      lines.push_back({depth, key.name + ": {" + members(key) + "}", key.doc, false});
    } else if (key.alternative.empty()) {
      return;  // it belongs to an alternative that was not chosen
    } else {
      const auto stored = key.stored(in_);
      lines.push_back({depth, key.name + ": " + (stored ? to_yaml(key, rounded(*stored)) : "..."),
                       comment(key), false});
    }
  }

  // Four digits are enough for an equivalent that nobody stated.
  static Value rounded(const Value& stored) {
    const auto digits = [](double value) { return std::stod(fmt::format("{:.4g}", value)); };
    if (const auto* one = std::get_if<double>(&stored)) return digits(*one);
    if (const auto* two = std::get_if<std::array<double, 2>>(&stored))
      return std::array{digits((*two)[0]), digits((*two)[1])};
    return stored;
  }

  static std::string members(const Key& section) {
    std::string names;
    for (const Key& key : section.keys) {
      if (key.refusal.empty()) names += (names.empty() ? "" : ", ") + key.name;
    }
    return names;
  }
};

// Columns that the eye sees: UTF-8 continuation bytes take none.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string plain(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines)
    text += std::string(2 * static_cast<std::size_t>(line.depth), ' ') + line.text + "\n";
  return text;
}

}  // namespace

std::string canonical_yaml(const Key& root, const RunInput& in) {
  Echo echo(in);
  echo.write(root, 0);
  return plain(echo.lines);
}

std::string canonical_yaml(const RunInput& in) { return canonical_yaml(case_keys(), in); }

std::string identity_text(const RunInput& in) {
  Identity echo(in);
  echo.write(case_keys(), 0);
  return plain(echo.lines);
}

std::string commented_yaml(const RunInput& in) {
  constexpr std::size_t column = 44;
  Commented echo(in);
  echo.write(case_keys(), 0);
  std::string text;
  for (const Line& line : echo.lines) {
    std::string start = std::string(2 * static_cast<std::size_t>(line.depth), ' ') +
                        (line.active ? "" : "# ") + line.text;
    if (!line.comment.empty()) {
      if (width(start) < column) start.append(column - width(start), ' ');
      start += (line.active ? "  # " : "  # or: ") + line.comment;
    }
    text += start + "\n";
  }
  return text;
}

}  // namespace lacuna::io
