#include "io/results/study_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "io/results/columns.hpp"
#include "io/results/results_tables.hpp"
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

const char* word_for(SameRamp same) { return same == SameRamp::none ? "-" : word_of(same); }

std::string measured_text(const BranchResult& result) {
  if (result.measured) return measured_words(*result.measured);
  return result.profile ? "j_crit(T)" : "-";
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

/// Far out in the tails weights hang on the very last digits of an error.
std::string weight_text(double weight) {
  return weight < 0.001 ? "<0.001" : fmt::format("{:.3f}", weight);
}

std::string energy_text(const std::optional<double>& energy) {
  return energy ? fmt::format("{:.4f}", *energy) : "-";
}

std::string energies(const Plan& plan, const StudyResult& result) {
  const std::string column = fmt::format("E_A (eV) [{:g} %]", 100 * plan.confidence.level);
  Rows rows{heading(plan.grid_keys,
                    {"same ramp", column.c_str(), "theory", "measured", "z", "weight", "verdict"})};
  for (const BranchResult& branch : result.branches) {
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    extend(
        row, std::string(word_for(branch.same_ramp)),
        branch.arrhenius ? with_interval(branch.arrhenius->activation_energy) : branch.no_arrhenius,
        energy_text(branch.theory_energy), measured_text(branch));
    if (branch.compared()) {
      const auto& agreement = branch.agreement;
      extend(row, agreement ? fmt::format("{:+.2f}", agreement->comparison.z) : std::string("-"),
             agreement ? weight_text(agreement->weight) : std::string("-"),
             std::string(word_of(branch.verdict)));
    }
    rows.push_back(std::move(row));
  }
  return "activation energy of the onset current\n" + columns(rows);
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

}  // namespace

std::string study_text(const Plan& plan, const StudyResult& result,
                       const std::filesystem::path& directory) {
  std::string text = energies(plan, result);
  for (const ShownTable& table : shown_tables(plan, result)) text += text_of(table);
  text += warnings(result);
  if (const auto plot = arrhenius_figure(plan, result, Medium::characters))
    text += "\n" + in_characters(*plot);
  const std::string verdict = verdict_text(plan, result.conclusion);
  if (!verdict.empty()) text += "\n" + verdict;
  return text + fmt::format("files: {}\n", directory.string());
}

}  // namespace lacuna::io
