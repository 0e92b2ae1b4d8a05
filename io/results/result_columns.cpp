#include "io/results/result_columns.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "io/input/keys.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_keys.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
  return text;
}

std::string name_of_part(const std::string& name, const std::string& part) {
  const std::size_t place = name.find('*');
  if (place == std::string::npos) return name;
  return name.substr(0, place) + part + name.substr(place + 1);
}

std::string unit_of_key(const std::string& key) {
  if (const CaseKey* const found = find_key(case_keys(), key)) return found->unit;
  const StudyKey* const found = find_key(study_keys(), key);
  return found != nullptr ? found->unit : "";
}

std::optional<std::vector<double>> numbers_of(const std::vector<ensemble::Branch>& branches,
                                              std::size_t key) {
  std::vector<double> numbers;
  for (const ensemble::Branch& branch : branches) {
    try {
      numbers.push_back(parse_number(branch.grid[key]));
    } catch (const InputError&) {
      return std::nullopt;
    }
  }
  return numbers;
}

std::string markdown(const std::vector<DocRow>& rows) {
  const auto cell = [](const std::string& text) { return text.empty() ? " |" : ' ' + text + " |"; };
  std::string text;
  for (const DocRow& row : rows)
    text += '|' + cell(row.names) + cell(row.unit) + cell(row.doc) + '\n';
  return text;
}

DocRow hypothesis_doc() { return {"`hypothesis`", "", "and a column for each key of `grid`"}; }

void add_doc(std::vector<DocRow>& rows, const std::string& name, bool is_estimate,
             const std::string& unit, const std::string& doc) {
  const auto alike = std::find_if(rows.begin(), rows.end(), [&](const DocRow& row) {
    return !doc.empty() && row.unit == unit && row.doc == doc;
  });
  std::string& names =
      alike != rows.end() ? alike->names : rows.emplace_back(DocRow{"", unit, doc}).names;
  for (const char* part : {"", "_low", "_high"})
    if (is_estimate || *part == '\0')
      names += (names.empty() ? "`" : ", `") + name_of_part(name, part) + '`';
}

}  // namespace lacuna::io
