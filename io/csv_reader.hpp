#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "io/side_file.hpp"

namespace lacuna::io {

/// A small CSV file of numbers and words: a header line with the expected column names in the
/// expected order, then rows; fields are separated by commas, may have blanks around them and are
/// never quoted. Line ends may be CRLF or CR, empty lines are skipped; comments are refused, but
/// for lines that start with # before the header where the reader allows them.
///
///     for (CsvReader csv(file, "current file", {"time_s", "j_mA_cm2"}); csv.next();)
///     use(csv.number(0, 0, 1e9));
///
/// Everything it throws is an InputError that starts with file:line.
class CsvReader {
 public:
  enum class Preface : std::uint8_t { none, comments };

  /// REQUIRES that the file outlives it.
  CsvReader(const SideFile&, std::string_view what, std::initializer_list<std::string_view> columns,
            Preface = Preface::none, std::string_view last_if_there = {});

  [[nodiscard]] std::size_t columns() const { return columns_.size(); }
  /// Go to the next row; false at the end.
  [[nodiscard]] bool next();
  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] std::string_view word(std::size_t column) const { return fields_[column]; }
  /// A number in low..high; the unit is the column's.
  [[nodiscard]] double number(std::size_t column, double low, double high) const;
  /// A whole number in 0..high.
  [[nodiscard]] std::uint64_t integer(std::size_t column, std::uint64_t high) const;
  /// An InputError about the current row.
  [[noreturn]] void refuse(const std::string& message) const;

 private:
  bool next_line();
  /// What `parse` makes of a field; about what it cannot read, an InputError with the column's
  /// name.
  template <class Parse>
  [[nodiscard]] auto parsed(std::size_t column, Parse parse) const;
  [[noreturn]] void refuse_range(std::size_t column, const std::string& range) const;

  std::string file_;
  std::string_view text_;
  std::vector<std::string_view> columns_;
  std::size_t at_ = 0;
  char line_end_ = '\n';  // or CR, in a file that has no LF
  int line_ = 0;
  std::vector<std::string_view> fields_;  // of the current line, into text_
};

}  // namespace lacuna::io
