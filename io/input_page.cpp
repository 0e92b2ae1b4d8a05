#include <algorithm>
#include <string>

#include "io/keys.hpp"
#include "io/run_input.hpp"

namespace lacuna::io {
namespace {

const char* const head = R"(# Input: the case file

<!-- Generated from the table of keys: lacuna schema case --format markdown > docs/input.md -->

A case is one YAML document. Every key carries its unit in its name. `lacuna init case` prints a commented
file to start from, `lacuna schema case` the JSON Schema for an editor, `lacuna check CASE.yaml` what a case
amounts to before it is run.

- Unknown and duplicate keys, wrong types and values out of range are reported all at once, each with its line
  and column. A syntax error is reported alone.
- Whole numbers are written in decimal digits; other numbers in decimal, with or without an exponent (`0.053`,
  `1e13`, `1.0e+13`). There are no anchors, aliases or tags, and a file holds one document.
- Paths are relative to the folder of the case file.
- Of *alternatives* only one may be given. `--set key.path=value` on the command line goes through the same table;
  setting one of several alternatives removes the others.
- `lacuna run` writes the input with every default explicit to `input.yaml` in its directory; that file gives the
  same run again.
)";

std::string type_text(const Key& key) {
  switch (key.type) {
    case KeyType::section: return key.choices.empty() ? "section" : "section or word";
    case KeyType::number: return "number";
    case KeyType::integer: return "whole number";
    case KeyType::numbers: return "[number, number]";
    case KeyType::integers: return "[whole number, whole number]";
    case KeyType::boolean: return "`true` or `false`";
    case KeyType::text: return "text";
    case KeyType::choice: return "word";
    case KeyType::file: return "path";
  }
  return "";
}

std::string default_text(const Key& key, const RunInput& defaults) {
  if (key.required) return key.alternative.empty() ? "**must be given**" : "**one of the alternatives**";
  if (!key.default_doc.empty()) return key.default_doc;
  const auto standard = key.standard(defaults);
  return standard ? "`" + to_yaml(key, *standard) + "`" : "";
}

std::string meaning(const Key& section, const Key& key, const std::string& prefix) {
  std::string text = key.doc;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ". ") + more; };
  std::string words;
  for (const Choice& choice : key.choices) {
    if (!choice.refusal.empty()) continue;
    words += (words.empty() ? "" : "; ") + ("`" + choice.word + "`") + (choice.doc.empty() ? "" : ": " + choice.doc);
  }
  if (!words.empty()) add(words);
  std::string rivals;
  for (const Key& other : section.keys) {
    if (key.alternative.empty() || other.alternative != key.alternative || other.name == key.name) continue;
    rivals += (rivals.empty() ? "`" : ", `") + other.name + "`";
  }
  if (!rivals.empty()) add("Alternatives: " + rivals);
  if (!key.needs.empty()) add("Only with `" + prefix + key.needs + "`");
  return text;
}

void add_rows(const Key& section, const std::string& prefix, RunInput defaults, std::string& page) {
  if (section.enter) section.enter(defaults);
  for (const Key& key : section.keys) {
    if (!key.refusal.empty()) continue;
    const std::string range = range_text(key);
    page += "| `" + prefix + key.name + "` | " + type_text(key) + (range.empty() ? "" : ", " + range) + " | " +
            default_text(key, defaults) + " | " + meaning(section, key, prefix) + " |\n";
    add_rows(key, prefix + key.name + ".", defaults, page);
  }
}

void open_table(std::string& page) { page += "\n| key | value | default | meaning |\n|---|---|---|---|\n"; }

}  // namespace

std::string input_page() {
  const RunInput defaults;
  std::string page = head;
  Key loose;  // the keys outside any section, in one table
  for (const Key& key : case_keys().keys) {
    if (!key.is_section()) loose.keys.push_back(key);
  }
  page += "\n## The case\n";
  open_table(page);
  add_rows(loose, "", defaults, page);
  for (const Key& key : case_keys().keys) {
    if (!key.is_section()) continue;
    page += "\n## " + key.name + "\n\n`" + key.name + "`: " + meaning(case_keys(), key, "") + ".";
    const std::string by_default = default_text(key, defaults);
    if (!by_default.empty()) page += key.required ? " It must be given." : " Default: " + by_default + ".";
    page += "\n";
    open_table(page);
    add_rows(key, key.name + ".", defaults, page);
  }
  return page;
}

}  // namespace lacuna::io
