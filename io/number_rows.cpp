#include "io/number_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/error.hpp"
#include "core/system_failure.hpp"
#include "io/csv.hpp"

namespace lacuna::io {
namespace {

std::optional<double> number_in(std::string_view field) {
  if (field.empty()) return std::numeric_limits<double>::quiet_NaN();
  double number = 0.0;
  const char* end = field.data() + field.size();
  const auto [stop, problem] = std::from_chars(field.data(), end, number);  // takes inf, too
  return problem == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<std::vector<double>> numbers_of(std::string_view line, std::size_t columns) {
  std::vector<double> numbers;
  for (const std::string_view field : csv::fields_of(line)) {
    const auto number = number_in(field);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers.size() == columns ? std::optional(numbers) : std::nullopt;
}

/// A file line by line.
class Lines {
 public:
  explicit Lines(const std::filesystem::path& path) : path_(path), file_(path) {
    if (!file_) throw InputError(fmt::format("cannot read {}", path.string()));
  }
  /// Goes to the next one, if there is one.
  bool next() {
    const bool there = static_cast<bool>(std::getline(file_, line_));
    if (file_.bad()) throw_system_failure("read", path_);  // which is not the end
    return there;
  }
  /// Has the line no end?
  [[nodiscard]] bool torn() const { return file_.eof(); }
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  const std::filesystem::path& path_;
  std::ifstream file_;
  std::string line_;
};

std::size_t count_rows(const std::filesystem::path& path) {
  std::size_t count = 0;
  static_cast<void>(read_number_rows(path, [&count](std::size_t row, const auto&) {
    count = row + 1;
    return false;
  }));
  return count;
}

}  // namespace

std::size_t NumberRows::column(const std::string& name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
    throw InputError(fmt::format("there is no column {}: was another version at work?", name));
  return static_cast<std::size_t>(found - columns.begin());
}

NumberRows read_number_rows(const std::filesystem::path& path, const Wanted& wanted) {
  NumberRows table;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return table;
  Lines lines(path);
  if (!lines.next()) return table;
  for (const std::string_view name : csv::fields_of(lines.line())) table.columns.emplace_back(name);
  for (std::size_t row = 0; lines.next() && !lines.torn();) {
    auto numbers = numbers_of(lines.line(), table.columns.size());
    if (!numbers) continue;
    if (wanted(row++, *numbers)) table.rows.push_back(std::move(*numbers));
  }
  return table;
}

NumberRows rows_at(const std::filesystem::path& path, const std::vector<std::size_t>& numbers) {
  return read_number_rows(path, [&numbers](std::size_t row, const auto&) {
    return std::binary_search(numbers.begin(), numbers.end(), row);
  });
}

NumberRows thinned_rows(const std::filesystem::path& path, std::size_t most) {
  return rows_at(path, evenly(count_rows(path), most));
}

std::vector<std::size_t> evenly(std::size_t count, std::size_t most) {
  const std::size_t chosen = std::min(count, most);
  std::vector<std::size_t> list;
  for (std::size_t k = 0; k < chosen; ++k)
    list.push_back(chosen == 1 ? 0 : k * (count - 1) / (chosen - 1));
  return list;
}

}  // namespace lacuna::io
