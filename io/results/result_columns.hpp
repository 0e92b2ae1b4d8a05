#pragma once

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ensemble/plan.hpp"
#include "ensemble/resampling.hpp"
#include "io/results/results_table.hpp"
#include "io/results/shown_table.hpp"

namespace lacuna::io {

using Number = std::optional<double>;

/// A part's value, if there is that part: `get` is a member of it, or a function of it.
template <class Part, class Get>
[[nodiscard]] Number of(const Part& part, Get get) {
  return part ? Number(std::invoke(get, *part)) : Number{};
}

/// "one; two".
[[nodiscard]] std::string joined(const std::vector<std::string>& sentences);

/// Unit of what is yes or no: 1 or 0.
inline constexpr const char* yes_no = "0, 1";

/// What a column of a table is: its name, its unit, what a row has in it, and what docs/outputs.md
/// says of it; columns with the same words share a row there. All tables are written from lists of
/// these: for programs (CSV, HDF5), and those columns that are `shown` for readers (text, page).
template <class Row>
struct ResultColumn {
  template <class Value>
  using Get = std::function<Value(const Row&)>;

  std::string name;
  std::string unit;
  std::variant<Get<Number>, Get<std::uint64_t>, Get<std::string>,
               Get<std::optional<ensemble::Estimate>>>
      get;
  std::string doc;
  std::optional<ShownColumn> for_readers{};

  [[nodiscard]] static ResultColumn number(std::string name, std::string unit, Get<Number> get,
                                           std::string doc) {
    return {std::move(name), std::move(unit), std::move(get), std::move(doc)};
  }
  /// A whole number, or yes and no, which every row has.
  [[nodiscard]] static ResultColumn count(std::string name, std::string unit,
                                          Get<std::uint64_t> get, std::string doc) {
    return {std::move(name), std::move(unit), std::move(get), std::move(doc)};
  }
  [[nodiscard]] static ResultColumn text(std::string name, Get<std::string> get, std::string doc) {
    return {std::move(name), "", std::move(get), std::move(doc)};
  }
  /// Three columns: the * in the name stands for nothing, `_low` and `_high`.
  [[nodiscard]] static ResultColumn estimate(std::string name, std::string unit,
                                             Get<std::optional<ensemble::Estimate>> get,
                                             std::string doc) {
    return {std::move(name), std::move(unit), std::move(get), std::move(doc)};
  }

  /// For readers alone: no file has it.
  [[nodiscard]] static ResultColumn words(std::string heading, Get<std::string> get) {
    return text("", std::move(get), "").shown(std::move(heading));
  }

  /// The same column, shown to readers too; without `end` an estimate has no interval there.
  [[nodiscard]] ResultColumn shown(std::string heading, NumberWords value = {},
                                   NumberWords end = {}) && {
    for_readers = ShownColumn{std::move(heading), std::move(value), std::move(end)};
    return std::move(*this);
  }

  [[nodiscard]] bool is_estimate() const { return get.index() == 3; }
  [[nodiscard]] bool is_in_files() const { return !name.empty(); }
};

template <class Row>
using ResultColumns = std::vector<ResultColumn<Row>>;

/// "E_A*_eV" with the * replaced.
[[nodiscard]] std::string name_of_part(const std::string& name, const std::string& part);

template <class Row>
void add_column(Table& table, const ResultColumn<Row>& column, const std::vector<Row>& rows) {
  const std::string unit = column.unit == yes_no ? "" : column.unit;
  if (const auto* number = std::get_if<0>(&column.get)) {
    table.number(column.name, unit, rows, *number);
  } else if (const auto* count = std::get_if<1>(&column.get)) {
    table.count(column.name, unit, rows, *count);
  } else if (const auto* text = std::get_if<2>(&column.get)) {
    table.text(column.name, rows, *text);
  } else {
    const auto& estimate = std::get<3>(column.get);
    const auto part = [&](const char* which, auto member) {
      table.number(name_of_part(column.name, which), unit, rows,
                   [&](const Row& row) { return of(estimate(row), member); });
    };
    part("", [](const ensemble::Estimate& e) { return e.value; });
    part("_low", [](const ensemble::Estimate& e) { return e.interval.low; });
    part("_high", [](const ensemble::Estimate& e) { return e.interval.high; });
  }
}

template <class Row>
void add_columns(Table& table, const ResultColumns<Row>& columns, const std::vector<Row>& rows) {
  for (const ResultColumn<Row>& column : columns)
    if (column.is_in_files()) add_column(table, column, rows);
}

/// Unit of a key of the case, or of the cell, as in the columns of a grid or of a fit's parameters.
[[nodiscard]] std::string unit_of_key(const std::string& key);

/// (branches) Values of a grid key as numbers; empty unless all of them are.
[[nodiscard]] std::optional<std::vector<double>> numbers_of(const std::vector<ensemble::Branch>&,
                                                            std::size_t key);

/// A column for each grid key but those left out: of numbers where all its values are. A row has
/// its `branch`.
template <class Row>
void add_grid(Table& table, const std::vector<std::string>& keys,
              const std::vector<ensemble::Branch>& branches, const std::vector<Row>& rows,
              const std::vector<std::size_t>& left_out = {}) {
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (std::find(left_out.begin(), left_out.end(), k) != left_out.end()) continue;
    if (const auto numbers = numbers_of(branches, k)) {
      table.number(keys[k], unit_of_key(keys[k]), rows,
                   [&](const Row& row) { return (*numbers)[row.branch]; });
    } else {
      table.text(keys[k], rows, [&](const Row& row) { return branches[row.branch].grid[k]; });
    }
  }
}

/// The name of the hypothesis, then its grid values.
template <class Row>
void add_hypothesis(Table& table, const ensemble::Plan& plan, const std::vector<Row>& rows,
                    const std::vector<std::size_t>& left_out = {}) {
  table.text("hypothesis", rows, [&](const Row& row) { return plan.branches[row.branch].name; });
  add_grid(table, plan.grid_keys, plan.branches, rows, left_out);
}

/// A table of rows about hypotheses: who each is about, then the columns, part by part.
template <class Row>
[[nodiscard]] Table table_of(std::string name, const ensemble::Plan& plan,
                             const std::vector<Row>& rows,
                             std::initializer_list<ResultColumns<Row>> parts,
                             const std::vector<std::size_t>& left_out = {}) {
  Table table(std::move(name));
  add_hypothesis(table, plan, rows, left_out);
  for (const ResultColumns<Row>& columns : parts) add_columns(table, columns, rows);
  return table;
}

template <class Row>
[[nodiscard]] std::string shown_words(const ResultColumn<Row>& column, const Row& row) {
  return std::visit(
      [&](const auto& get) { return as_words(*column.for_readers, ResultValue(get(row))); },
      column.get);
}

/// The rows for readers: who each is about, `who(row)` under `heading`, then what is shown of the
/// columns.
template <class Row, class Who>
[[nodiscard]] std::vector<std::vector<std::string>> shown_rows(std::vector<std::string> heading,
                                                               Who who,
                                                               const ResultColumns<Row>& columns,
                                                               const std::vector<Row>& rows) {
  std::vector<std::vector<std::string>> all{std::move(heading)};
  for (const ResultColumn<Row>& column : columns)
    if (column.for_readers) all.front().push_back(column.for_readers->heading);
  for (const Row& row : rows) {
    std::vector<std::string> words = who(row);
    for (const ResultColumn<Row>& column : columns)
      if (column.for_readers) words.push_back(shown_words(column, row));
    all.push_back(std::move(words));
  }
  return all;
}

/// Of rows about hypotheses: the name, and the grid values as they were written, but those left
/// out.
template <class Row>
[[nodiscard]] std::vector<std::vector<std::string>> shown_rows(
    const ensemble::Plan& plan, const ResultColumns<Row>& columns, const std::vector<Row>& rows,
    const std::vector<std::size_t>& left_out = {}) {
  const auto who = [&](const std::string& name, const std::vector<std::string>& grid) {
    std::vector<std::string> words{name};
    for (std::size_t k = 0; k < grid.size(); ++k)
      if (std::find(left_out.begin(), left_out.end(), k) == left_out.end())
        words.push_back(grid[k]);
    return words;
  };
  return shown_rows(
      who("hypothesis", plan.grid_keys),
      [&](const Row& row) {
        const ensemble::Branch& branch = plan.branches[row.branch];
        return who(branch.name, branch.grid);
      },
      columns, rows);
}

/// A column for each parameter of a fit.
template <class Row, class Get>
void add_parameters(Table& table, const ensemble::Fit& fit, const std::vector<Row>& rows,
                    Get parameters_of_row) {
  for (std::size_t p = 0; p < fit.parameters.size(); ++p) {
    const std::string& name = fit.parameters[p].name;
    table.number(name, unit_of_key(name), rows,
                 [&](const Row& row) { return parameters_of_row(row)[p]; });
  }
}

/// What docs/outputs.md says of a table: rows of Markdown under `| column | unit | meaning |`.
struct TableDoc {
  std::string table;  ///< its name
  std::string rows;
};

/// A row of such a table, about columns that are described together.
struct DocRow {
  std::string names, unit, doc;
};
[[nodiscard]] std::string markdown(const std::vector<DocRow>&);

/// The first row of a table of hypotheses.
[[nodiscard]] DocRow hypothesis_doc();

/// Adds rows about columns: one about all that have the same unit and documentation.
void add_doc(std::vector<DocRow>&, const std::string& name, bool is_estimate,
             const std::string& unit, const std::string& doc);

template <class Row>
[[nodiscard]] std::string doc_rows(std::vector<DocRow> rows, const ResultColumns<Row>& columns) {
  for (const ResultColumn<Row>& column : columns)
    if (column.is_in_files())
      add_doc(rows, column.name, column.is_estimate(), column.unit, column.doc);
  return markdown(rows);
}

}  // namespace lacuna::io
