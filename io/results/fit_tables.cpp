#include "io/results/fit_tables.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

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

std::vector<FitRow> rows_of(const Fit& fit, const StudyResult& result) {
  std::vector<FitRow> rows;
  for (const FitResult& found : result.fits)
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
  return fmt::format("{:.4f} [{}{:.4f}, {}{:.4f}]", value->value, value->low_open ? "<" : "",
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

}  // namespace

Table fits_table(const Fit& fit, const StudyResult& result) {
  const std::vector<FitRow> rows = rows_of(fit, result);
  Table table("fits");
  add_grid(table, fit.grid_keys, fit.branches, rows);
  add_columns(table, target_columns(), rows);
  add_columns(table, value_columns(), rows);
  return table;
}

ShownTable shown_fits(const Fit& fit, const StudyResult& result) {
  std::vector<std::string> heading{"fit"};
  heading.insert(heading.end(), fit.grid_keys.begin(), fit.grid_keys.end());
  const auto who = [&](const FitRow& row) {
    std::vector<std::string> words{"fit"};
    const auto& grid = fit.branches[row.branch].grid;
    words.insert(words.end(), grid.begin(), grid.end());
    return words;
  };
  ResultColumns<FitRow> columns = target_columns();
  for (ResultColumn<FitRow>& column : value_columns()) columns.push_back(std::move(column));
  return {"fit", shown_rows(std::move(heading), who, columns, rows_of(fit, result)), ""};
}

std::vector<TableDoc> fit_docs() {
  return {{"fits", doc_rows({}, target_columns()) + doc_rows({}, value_columns())}};
}

}  // namespace lacuna::io
