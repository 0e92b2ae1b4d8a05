#include "io/csv_reader.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "io/csv.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : ",").append(word);
  return text;
}

// As a spreadsheet writes them where the decimal sign is a comma.
std::string semicolons_in(std::string_view field) {
  return field.find(';') == std::string_view::npos
             ? ""
             : "; commas part them, not ;, and numbers have a decimal point";
}

}  // namespace

CsvReader::CsvReader(const SideFile& file, std::string_view what,
                     std::initializer_list<std::string_view> columns, Preface preface,
                     std::string_view last_if_there)
    : file_(file.path), text_(file.text), columns_(columns) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // spreadsheets write a byte order mark
  if (text_.find('\n') == std::string_view::npos) line_end_ = '\r';
  bool found = next_line();
  while (found && preface == Preface::comments && fields_.front().starts_with('#'))
    found = next_line();
  if (found && !last_if_there.empty() && fields_.back() == last_if_there)
    columns_.push_back(last_if_there);
  if (!found || fields_ != columns_) {
    if (first_unreadable(text_)) refuse(std::string(not_utf8));
    refuse("the header of the " + std::string(what) + " is " + listed(columns_) +
           "; write that as the first line" + semicolons_in(found ? fields_.front() : ""));
  }
}

bool CsvReader::next_line() {
  while (at_ < text_.size()) {
    const std::size_t end = std::min(text_.find(line_end_, at_), text_.size());
    const std::string_view row = trimmed(text_.substr(at_, end - at_));
    at_ = end + 1;
    ++line_;
    if (row.empty()) continue;
    fields_ = csv::fields_of(row);
    std::transform(fields_.begin(), fields_.end(), fields_.begin(), trimmed);
    return true;
  }
  fields_.clear();
  return false;
}

bool CsvReader::next() {
  if (!next_line()) return false;
  if (fields_.front().starts_with('#')) refuse("comments are not allowed; remove the line");
  if (fields_.size() != columns_.size()) {
    refuse("expected " + std::to_string(columns_.size()) + " fields (" + listed(columns_) +
           "), got " + std::to_string(fields_.size()) + semicolons_in(fields_.front()));
  }
  return true;
}

template <class Parse>
auto CsvReader::parsed(std::size_t column, Parse parse) const {
  try {
    return parse(fields_[column]);
  } catch (const InputError& error) {
    const std::string semicolons = semicolons_in(fields_[column]);
    refuse(
        std::string(columns_[column]) + ": " +
        (semicolons.empty() ? error.what() : shown(fields_[column]) + " is no field" + semicolons));
  }
}

void CsvReader::refuse_range(std::size_t column, const std::string& range) const {
  refuse(std::string(columns_[column]) + ": " + shown(fields_[column]) + " is out of range; " +
         range);
}

double CsvReader::number(std::size_t column, double low, double high) const {
  const double value = parsed(column, parse_number);
  if (value < low || value > high) refuse_range(column, shortest(low) + " to " + shortest(high));
  return value;
}

std::uint64_t CsvReader::integer(std::size_t column, std::uint64_t high) const {
  const std::string range = "0 to " + std::to_string(high);
  if (is_below_zero(fields_[column])) refuse_range(column, range);
  const std::uint64_t value = parsed(column, parse_integer);
  if (value > high) refuse_range(column, range);
  return value;
}

void CsvReader::refuse(const std::string& message) const {
  throw InputError(file_ + ":" + std::to_string(line_ == 0 ? 1 : line_) + ": " + message);
}

}  // namespace lacuna::io
