#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lacuna::io {

/// One column of a table of results.
struct Column {
  std::string name;
  std::string unit;  ///< empty: none
  /// (rows) Not a number: there is no value.
  std::variant<std::vector<double>, std::vector<std::uint64_t>, std::vector<std::string>> values;
};

/// A table of results, from which both the CSV file and the group of results.h5 are made.
class Table {
 public:
  explicit Table(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const;

  /// Adds a column, with a value from each of `rows`: `value` gives a number, perhaps none.
  template <class Rows, class Get>
  void number(std::string name, std::string unit, const Rows& rows, Get value) {
    std::vector<double> list;
    for (const auto& row : rows) {
      list.push_back(
          std::optional<double>(value(row)).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    columns_.push_back({std::move(name), std::move(unit), std::move(list)});
  }
  /// A whole number, which every row has.
  template <class Rows, class Get>
  void count(std::string name, std::string unit, const Rows& rows, Get value) {
    std::vector<std::uint64_t> list;
    for (const auto& row : rows) list.push_back(static_cast<std::uint64_t>(value(row)));
    columns_.push_back({std::move(name), std::move(unit), std::move(list)});
  }
  template <class Rows, class Get>
  void text(std::string name, const Rows& rows, Get value) {
    std::vector<std::string> list;
    for (const auto& row : rows) list.push_back(value(row));
    columns_.push_back({std::move(name), "", std::move(list)});
  }

 private:
  std::string name_;
  std::vector<Column> columns_;
};

/// A header line, then a line for each row (io/csv.hpp).
[[nodiscard]] std::string csv_text(const Table&);

}  // namespace lacuna::io
