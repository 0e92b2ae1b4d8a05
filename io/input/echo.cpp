#include "io/input/echo.hpp"

#include <array>
#include <sstream>
#include <utility>
#include <variant>
#include <vector>

#include "io/input/study_keys.hpp"
#include "io/number_text.hpp"
#include "io/text_width.hpp"

namespace lacuna::io {
namespace {

// A line of the text: nested keys are indented, sections have no value.
struct EchoedLine {
  int depth = 0;
  std::string text;  // "key: value"
  std::string comment;
  bool active = true;  // or an alternative that was not chosen
};

std::string comment(const KeyDescription& key) {
  std::string words;
  for (const Choice& choice : key.choices) {
    if (choice.refusal.empty()) words += (words.empty() ? "" : " | ") + choice.word;
  }
  if (key.is_section() && !words.empty()) words += " | ...";
  return key.doc + (words.empty() ? "" : (key.doc.empty() ? "" : "; ") + words);
}

template <class Target>
class Echo {
 public:
  explicit Echo(const Target& in) : in_(in) {}
  virtual ~Echo() = default;

  [[nodiscard]] std::vector<EchoedLine> lines_of(const Key<Target>& root) {
    write(root, 0);
    return std::move(lines_);
  }

 protected:
  // A key with a value of its own.
  virtual void state(const Key<Target>& key, const Value& stored, int depth) {
    if (key.type == KeyType::tree) {
      write_tree(key, std::get<std::string>(stored), depth);
    } else {
      add({depth, key.name + ": " + to_yaml(key, stored), comment(key), true});
    }
  }
  virtual void leave_out(const Key<Target>&, int) {}
  [[nodiscard]] virtual bool passes_over(const Key<Target>& key) const {
    return !key.refusal.empty();
  }
  void add(EchoedLine line) { lines_.push_back(std::move(line)); }
  [[nodiscard]] const Target& input() const { return in_; }

 private:
  void write(const Key<Target>& section, int depth) {
    for (const Key<Target>& key : section.keys) {
      if (passes_over(key)) continue;
      const auto stored = key.stored(in_);
      const bool present = !key.present || key.present(in_);
      if (key.is_section() && !stored && present) {
        write_section(key, depth);
      } else if (stored && !key.input_only) {
        state(key, *stored, depth);
      } else {
        leave_out(key, depth);
      }
    }
  }

  void write_section(const Key<Target>& key, int depth) {
    add({depth, key.name + ":", key.doc, true});
    if (key.items.size() > 1 && key.items[1].present(in_))
      write_items(key, depth);
    else
      write(key, depth + 1);
    if (lines_.back().depth == depth) lines_.pop_back();  // nothing of it applied
  }

  void write_items(const Key<Target>& key, int depth) {
    for (const Key<Target>& item : key.items) {
      if (!item.present(in_)) continue;
      const std::size_t first = lines_.size();
      write(item, depth + 2);
      lines_[first].depth = depth + 1;
      lines_[first].text = "- " + lines_[first].text;
    }
  }

  void write_tree(const Key<Target>& key, const std::string& text, int depth) {
    std::istringstream rows(text);
    std::string row;
    std::getline(rows, row);
    add({depth, key.name + ":" + row, key.doc, true});
    while (std::getline(rows, row)) add({depth + 1, row, "", true});
  }

  const Target& in_;
  std::vector<EchoedLine> lines_;
};

template <class Target>
class Identity : public Echo<Target> {
 public:
  using Echo<Target>::Echo;

 private:
  void state(const Key<Target>& key, const Value& stored, int depth) override {
    std::string value;
    if (key.changes_result)
      value = key.content ? "\n" + key.content(this->input()) : to_yaml(key, stored);
    this->add({depth, key.name + ": " + value, "", true});
  }
  [[nodiscard]] bool passes_over(const Key<Target>& key) const override {
    return Echo<Target>::passes_over(key) || (key.is_section() && !key.changes_result);
  }
};

// For a starting file: what could have been written instead.
class Commented : public Echo<RunInput> {
 public:
  using Echo::Echo;

 private:
  void leave_out(const CaseKey& key, int depth) override {
    if (key.is_section()) {
      add({depth, key.name + ": {" + members(key) + "}", key.doc, false});
    } else if (key.alternative.empty() && !key.input_only) {
      return;  // it belongs to an alternative that was not chosen
    } else {
      const auto stored = key.stored(input());
      add({depth, key.name + ": " + (stored ? to_yaml(key, rounded(*stored)) : "..."), comment(key),
           false});
    }
  }

  // Four digits are enough for an equivalent that nobody stated.
  static Value rounded(const Value& stored) {
    if (const auto* one = std::get_if<double>(&stored)) return to_digits(*one, 4);
    if (const auto* two = std::get_if<std::array<double, 2>>(&stored))
      return std::array{to_digits((*two)[0], 4), to_digits((*two)[1], 4)};
    return stored;
  }

  static std::string members(const CaseKey& section) {
    std::string names;
    for (const CaseKey& key : section.keys) {
      if (key.refusal.empty()) names += (names.empty() ? "" : ", ") + key.name;
    }
    return names;
  }
};

std::string indent(const EchoedLine& line) {
  return std::string(2 * static_cast<std::size_t>(line.depth), ' ');
}

std::string plain(const std::vector<EchoedLine>& lines) {
  std::string text;
  for (const EchoedLine& line : lines) text += indent(line) + line.text + "\n";
  return text;
}

}  // namespace

template <class Target>
std::string canonical_yaml(const Key<Target>& root, const Target& in) {
  return plain(Echo<Target>(in).lines_of(root));
}
template std::string canonical_yaml(const CaseKey&, const RunInput&);
template std::string canonical_yaml(const StudyKey&, const StudyKeys&);

template <class Target>
std::string identity_text(const Key<Target>& root, const Target& in) {
  return plain(Identity<Target>(in).lines_of(root));
}
template std::string identity_text(const CaseKey&, const RunInput&);
template std::string identity_text(const StudyKey&, const StudyKeys&);

std::string commented_yaml(const RunInput& in) {
  constexpr std::size_t column = 44;
  std::string text;
  for (const EchoedLine& line : Commented(in).lines_of(case_keys())) {
    std::string start = indent(line) + (line.active ? "" : "# ") + line.text;
    if (!line.comment.empty()) {
      if (width_of(start) < column) start.append(column - width_of(start), ' ');
      start += (line.active ? "  # " : "  # or: ") + line.comment;
    }
    text += start + "\n";
  }
  return text;
}

}  // namespace lacuna::io
