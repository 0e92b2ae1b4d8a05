#include "io/results/comparison_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "core/constants.hpp"
#include "io/csv.hpp"
#include "io/number_text.hpp"
#include "io/results/shown_table.hpp"

namespace lacuna::io {
namespace {

using ensemble::Change;

double density(double logarithm) { return in_unit(std::exp(logarithm), constants::mA_per_cm2); }

std::string difference_words(const Change& change) {
  if (change.same_runs) return "0, the same runs";
  const auto& d = change.difference;
  if (!std::isfinite(d.interval.low) || !std::isfinite(d.interval.high))
    return fmt::format("{:+.4f}, too few runs for an interval", d.value);
  return fmt::format("{:+.4f} [{:+.4f}, {:+.4f}]", d.value, d.interval.low, d.interval.high);
}

std::string only_words(const char* which, const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : ", ") + place;
  return text.empty() ? "" : fmt::format("only in the {}: {}\n", which, text);
}

void add_rows(std::string& text, const char* quantity, const std::vector<Change>& changes,
              double (*shown)(double), const std::string& directory) {
  for (const Change& change : changes) {
    const auto& d = change.difference;
    csv::Row row;
    row.add(std::string_view(quantity)).add(std::string_view(change.where));
    row.add(shown(change.first)).add(shown(change.second));
    row.add(d.value).add(d.interval.low).add(d.interval.high).add(int{change.same_runs});
    row.add(directory);
    text += row.line();
  }
}

}  // namespace

std::string comparison_text(const ensemble::StudyComparison& all, double level) {
  const std::string percent = fmt::format("{:.4g} %", 100 * level);
  ShownTable energies{fmt::format("activation energy (eV), second minus first [{}]", percent),
                      {{"where", "first", "second", "difference"}},
                      ""};
  for (const Change& change : all.energies)
    energies.rows.push_back({change.where, fmt::format("{:.4f}", change.first),
                             fmt::format("{:.4f}", change.second), difference_words(change)});
  ShownTable currents{
      fmt::format("median onset current (mA/cm2), ln of second over first [{}]", percent),
      {{"where", "first", "second", "ln ratio"}},
      ""};
  for (const Change& change : all.currents)
    currents.rows.push_back({change.where, fmt::format("{:.4g}", density(change.first)),
                             fmt::format("{:.4g}", density(change.second)),
                             difference_words(change)});
  return text_of(energies) + text_of(currents) + only_words("first", all.only_first) +
         only_words("second", all.only_second);
}

std::string comparison_csv_heading() {
  csv::Row heading;
  for (const char* name : {"quantity", "where", "first", "second", "difference", "low", "high",
                           "same_runs", "directory"})
    heading.add(std::string_view(name));
  return heading.line();
}

std::string comparison_csv(const ensemble::StudyComparison& all, const std::string& directory) {
  std::string text;
  add_rows(
      text, "E_A_eV", all.energies, [](double x) { return x; }, directory);
  add_rows(text, "ln_j", all.currents, density, directory);
  return text;
}

}  // namespace lacuna::io
