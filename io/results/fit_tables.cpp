#include "io/results/fit_tables.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/constants.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

struct FitRow {
  std::size_t branch;
  const Fit* fit;
  const FitResult* result;
  std::size_t parameter;

  [[nodiscard]] const FitTarget& target() const { return fit->targets[result->target]; }
  /// Null where no values agree.
  [[nodiscard]] const FittedParameter* value() const {
    return result->parameters.empty() ? nullptr : &result->parameters[parameter];
  }
};

std::vector<FitRow> rows_of(const Fit& fit, const std::vector<FitResult>& results) {
  std::vector<FitRow> rows;
  for (const FitResult& found : results)
    for (std::size_t p = 0; p < fit.parameters.size(); ++p)
      rows.push_back({found.branch, &fit, &found, p});
  return rows;
}

ResultColumns<FitRow> target_columns() {
  using R = FitRow;
  using C = ResultColumn<R>;
  const std::string measured = "what is to be reproduced; empty for points";
  return {
      C::text(
          "target", [](const R& r) { return r.target().name; },
          "after a column for each key of the fit's `grid`")
          .shown("to"),
      C::number(
          "target_E_A_low_eV", "eV",
          [](const R& r) { return of(r.target().energy, &MeasuredEnergy::low); }, measured),
      C::number(
          "target_E_A_high_eV", "eV",
          [](const R& r) { return of(r.target().energy, &MeasuredEnergy::high); }, measured),
      C::number(
          "target_sigma_eV", "eV",
          [](const R& r) { return of(r.target().energy, &MeasuredEnergy::error); }, measured),
  };
}

/// "0.0531 [<0.0500, 0.0560]": an end of the range is beyond what was looked at.
std::string value_words(const FitRow& row) {
  const FittedParameter* const value = row.value();
  if (value == nullptr) return "-";
  return fmt::format("{:.4g} [{}{:.4g}, {}{:.4g}]", value->value, value->low_open ? "<" : "",
                     value->interval.low, value->high_open ? ">" : "", value->interval.high);
}

ResultColumns<FitRow> value_columns() {
  using R = FitRow;
  using C = ResultColumn<R>;
  const std::string interval =
      "interval, the noise of the evaluations and the error of the target in it";
  const std::string open = "the interval ends there because the range of the parameter does";
  return {
      C::text(
          "parameter", [](const R& r) { return r.fit->parameters[r.parameter].name; },
          "the key that is fitted; its unit is in its name")
          .shown("parameter"),
      C::words("value", value_words),
      C::number(
          "value", "", [](const R& r) { return of(r.value(), &FittedParameter::value); },
          "that agrees best; empty if none does"),
      C::number(
          "low", "",
          [](const R& r) {
            return of(r.value(), [](const FittedParameter& v) { return v.interval.low; });
          },
          interval),
      C::number(
          "high", "",
          [](const R& r) {
            return of(r.value(), [](const FittedParameter& v) { return v.interval.high; });
          },
          interval),
      C::number(
          "low_open", yes_no, [](const R& r) { return of(r.value(), &FittedParameter::low_open); },
          open),
      C::number(
          "high_open", yes_no,
          [](const R& r) { return of(r.value(), &FittedParameter::high_open); }, open),
      C::number(
          "chi_squared", "",
          [](const R& r) {
            return r.value() != nullptr ? Number(r.result->chi_squared) : Number{};
          },
          "at the best value"),
      C::text(
          "remark", [](const R& r) { return r.result->remark; }, "what to know about it")
          .shown("remark"),
  };
}

/// An evaluation at the cell, at one temperature.
struct EvaluationRow {
  std::size_t branch;
  const CellEvaluation* evaluation;
  double temperature;             ///< [K]
  std::optional<double> current;  ///< [mA/cm²]
  std::string refusal;
};

std::optional<double> current_of_evaluation(const Plan& plan, const CellEvaluation& evaluation,
                                            const CellPrediction& cell) {
  const auto* moment =
      cell.outcome ? moment_of(*cell.outcome, evaluation.onset, *plan.cell) : nullptr;
  return moment != nullptr ? std::optional(moment->trend / constants::mA_per_cm2) : std::nullopt;
}

ResultColumns<EvaluationRow> cell_evaluation_columns() {
  using R = EvaluationRow;
  using C = ResultColumn<R>;
  return {
      C::text(
          "onset", [](const R& r) { return std::string(word_of(r.evaluation->onset)); },
          "whose currents are fitted: the loss of contact, or the first void where more is known "
          "of that"),
      C::number(
          "E_A_eV", "eV",
          [](const R& r) {
            return of(r.evaluation->line,
                      [](const Evaluation& e) { return e.line.activation_energy.value; });
          },
          "through all temperatures"),
      C::number(
          "temperature_K", "K", [](const R& r) { return r.temperature; }, ""),
      C::number(
          "j_mA_cm2", "mA/cm²", [](const R& r) { return r.current; },
          "critical; empty where none is known"),
      C::text(
          "refusal", [](const R& r) { return r.refusal; }, "why the method does not hold there"),
  };
}

}  // namespace

Table fits_table(const std::string& name, const Fit& fit, const std::vector<FitResult>& results) {
  const std::vector<FitRow> rows = rows_of(fit, results);
  Table table(name);
  add_grid(table, fit.grid_keys, fit.branches, rows);
  add_columns(table, target_columns(), rows);
  add_columns(table, value_columns(), rows);
  return table;
}

ShownTable shown_fits(const std::string& title, const Fit& fit,
                      const std::vector<FitResult>& results) {
  std::vector<std::string> heading{title};
  heading.insert(heading.end(), fit.grid_keys.begin(), fit.grid_keys.end());
  const auto who = [&](const FitRow& row) {
    std::vector<std::string> words{"fit"};
    const auto& grid = fit.branches[row.branch].grid;
    words.insert(words.end(), grid.begin(), grid.end());
    return words;
  };
  ResultColumns<FitRow> columns = target_columns();
  for (ResultColumn<FitRow>& column : value_columns()) columns.push_back(std::move(column));
  return {title, shown_rows(std::move(heading), who, columns, rows_of(fit, results)), ""};
}

Table cell_fit_evaluations_table(const Plan& plan, const CellFitted& fitted) {
  std::vector<EvaluationRow> rows;
  for (const CellEvaluation& each : fitted.evaluations)
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t)
      rows.push_back({each.branch, &each, plan.temperatures[t],
                      current_of_evaluation(plan, each, each.temperatures[t]),
                      each.temperatures[t].refusal});
  const Fit& fit = plan.cell_fit->fit;
  Table table("cell_fit_evaluations");
  add_grid(table, fit.grid_keys, fit.branches, rows);
  add_parameters(table, fit, rows, [](const EvaluationRow& r) { return r.evaluation->parameters; });
  add_columns(table, cell_evaluation_columns(), rows);
  return table;
}

std::vector<TableDoc> fit_docs() {
  return {{"fits", doc_rows({}, target_columns()) + doc_rows({}, value_columns())}};
}

std::vector<TableDoc> cell_fit_docs() {
  return {{"cell_fits", fit_docs().front().rows},
          {"cell_fit_evaluations", doc_rows({}, cell_evaluation_columns())}};
}

}  // namespace lacuna::io
