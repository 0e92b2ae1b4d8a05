#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace lacuna::io {

/// Some rows of a CSV file of numbers that a run wrote.
struct NumberRows {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> rows;  ///< (rows, columns) not a number: an empty field
  /// Index of a column. Throws InputError if there is none of that name.
  [[nodiscard]] std::size_t column(const std::string& name) const;
};

/// Is a row wanted? Told its number from 0, and its fields.
using Wanted = std::function<bool(std::size_t row, const std::vector<double>& fields)>;

/// The rows that are wanted, read line by line, so that memory goes by what is kept. A line that is
/// not whole, as where a run was killed, is passed over; no file has no columns and no rows. Throws
/// InputError if it cannot be read.
[[nodiscard]] NumberRows read_number_rows(const std::filesystem::path&, const Wanted&);

/// At most `most` rows, at equal distances, first and last among them. REQUIRES most >= 2; throws
/// likewise.
[[nodiscard]] NumberRows thinned_rows(const std::filesystem::path&, std::size_t most);
/// The rows of these numbers, which rise.
[[nodiscard]] NumberRows rows_at(const std::filesystem::path&,
                                 const std::vector<std::size_t>& numbers);

/// At most `most` of 0, 1, ..., count - 1 at equal distances, first and last among them. REQUIRES
/// most >= 2.
[[nodiscard]] std::vector<std::size_t> evenly(std::size_t count, std::size_t most);

}  // namespace lacuna::io
