#include "io/results/study_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "ensemble/measured_slope.hpp"
#include "io/results/cell_text.hpp"
#include "io/results/columns.hpp"
#include "io/results/discrimination_text.hpp"
#include "io/results/hypothesis_tables.hpp"
#include "io/results/results_tables.hpp"
#include "io/results/settings_table.hpp"
#include "io/results/study_figures.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::Branch;
using ensemble::BranchResult;
using ensemble::Estimate;
using ensemble::Plan;
using ensemble::SameRamp;
using ensemble::StudyResult;
using Rows = std::vector<std::vector<std::string>>;

std::string with_interval(double value, const ensemble::Interval& interval) {
  const auto end = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.4f}", x) : std::string("open");
  };
  return fmt::format("{:.4f} [{}, {}]", value, end(interval.low), end(interval.high));
}

std::string with_interval(const Estimate& estimate) {
  return with_interval(estimate.value, estimate.interval);
}

std::string measured_in_row(const Plan& plan, const BranchResult& result) {
  const auto energy = ensemble::measured_beside(plan, result);
  if (result.measured || !result.profile) return energy ? measured_words(*energy) : "-";
  return energy ? "points, slope " + measured_words(*energy) : "points";
}

std::vector<std::string> identity(const Branch& branch) {
  std::vector<std::string> row{branch.name};
  row.insert(row.end(), branch.grid.begin(), branch.grid.end());
  return row;
}

std::vector<std::string> heading(const std::vector<std::string>& grid_keys,
                                 std::initializer_list<const char*> more) {
  std::vector<std::string> row{"hypothesis"};
  row.insert(row.end(), grid_keys.begin(), grid_keys.end());
  row.insert(row.end(), more.begin(), more.end());
  return row;
}

template <class... Words>
void extend(std::vector<std::string>& row, Words... words) {
  (row.push_back(std::move(words)), ...);
}

std::string energy_text(const std::optional<double>& energy) {
  return energy ? fmt::format("{:.4f}", *energy) : "-";
}

/// Which of the columns of E_A have something in them?
struct EnergyColumns {
  std::vector<SameRamp> conventions;
  bool without_ramp = false;
  bool intervals = false;  ///< none beside points, whose chi-squared has a table of its own
};

EnergyColumns energy_columns_of(const StudyResult& result) {
  const auto any = [&](auto condition) {
    return std::any_of(result.branches.begin(), result.branches.end(), condition);
  };
  EnergyColumns columns;
  columns.without_ramp = any([](const BranchResult& r) { return r.same_ramp == SameRamp::none; });
  columns.intervals = any([](const BranchResult& r) { return r.comparison.has_value(); });
  if (any([](const BranchResult& r) { return r.same_ramp != SameRamp::none; }))
    columns.conventions = {SameRamp::charge, SameRamp::fixed};
  return columns;
}

/// E_A under a convention.
std::string energy_in_row(const BranchResult& branch, SameRamp convention) {
  if (branch.same_ramp == convention)
    return branch.arrhenius ? with_interval(branch.arrhenius->activation_energy) : "-";
  const auto energy = branch.energy_under(convention);
  return energy ? with_interval(*energy) : "-";
}

std::string energies(const Plan& plan, const StudyResult& result) {
  const EnergyColumns shown = energy_columns_of(result);
  Rows rows{heading(plan.grid_keys, {})};
  for (const SameRamp convention : shown.conventions)
    extend(rows[0], std::string(ramp_words(convention)));
  if (shown.without_ramp) extend(rows[0], std::string("no ramp"));
  extend(rows[0], std::string("theory"), std::string("measured"));
  if (shown.intervals) extend(rows[0], std::string("interval"));
  extend(rows[0], std::string("verdict"));
  for (const BranchResult& branch : result.branches) {
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    for (const SameRamp convention : shown.conventions)
      extend(row, energy_in_row(branch, convention));
    if (shown.without_ramp) extend(row, energy_in_row(branch, SameRamp::none));
    extend(row, energy_text(branch.theory_energy), measured_in_row(plan, branch));
    if (branch.compared()) {
      if (shown.intervals)
        extend(row, std::string(branch.comparison ? word_of(branch.comparison->overlap) : "-"));
      extend(row, words_at_box(branch.verdict));
    }
    rows.push_back(std::move(row));
  }
  return fmt::format("activation energy of the onset current, E_A (eV) [{:g} %]\n",
                     100 * plan.confidence.level) +
         columns(rows) + without_energy_text(plan, result);
}

std::string warnings(const StudyResult& result) {
  std::string text;
  for (const std::string& warning : result.warnings) text += fmt::format("warning: {}\n", warning);
  for (const BranchResult& branch : result.branches) {
    for (const std::string& warning : branch.warnings)
      text += fmt::format("warning: {}\n", warning);
  }
  return text.empty() ? text : "\n" + text;
}

std::string box_text(const Plan& plan, const StudyResult& result) {
  std::string text = energies(plan, result) + text_of(shown_settings(plan));
  for (const ShownTable& table : shown_tables(plan, result)) text += text_of(table);
  text += warnings(result);
  if (const auto plot = arrhenius_figure(plan, result, Medium::characters))
    text += "\n" + in_characters(*plot);
  const std::string verdict =
      verdict_text(plan, result.conclusion) + chances_text(result) + measured_text(plan);
  return verdict.empty() ? text : text + "\n" + verdict;
}

}  // namespace

std::string study_text(const Plan& plan, const StudyResult& result,
                       const std::optional<ensemble::CellFindings>& cells,
                       const std::filesystem::path& directory) {
  std::string text = cells ? cell_text(plan, *cells) + "\n" : "";
  text += box_text(plan, result);
  if (cells) text += discrimination_text(plan, cells->rivals);
  return text + text_of(shown_prefactors(plan, result)) +
         fmt::format("files: {}\n", directory.string());
}

}  // namespace lacuna::io
