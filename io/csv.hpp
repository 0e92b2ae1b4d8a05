#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// CSV as this program writes and reads it: RFC 4180 with line feeds. CsvReader reads what people
// wrote, and refuses whatever is not as it should be; NumberRows what a run wrote, however large,
// and passes over a line that was torn.
namespace lacuna::io::csv {

/// The shortest text that reads back as the same number, infinite ones as `inf` and `-inf`; empty
/// where there is none, which NaN says too.
[[nodiscard]] std::string field(double);
[[nodiscard]] std::string field(const std::optional<double>&);
[[nodiscard]] std::string field(std::integral auto whole) { return std::to_string(whole); }
/// In quotes where it has to be.
[[nodiscard]] std::string field(std::string_view text);

/// One line, field by field.
class Row {
 public:
  template <class Value>
  Row& add(const Value& value) {
    text_ += field(value);
    text_ += ',';
    return *this;
  }
  /// With its end.
  [[nodiscard]] std::string line() const;

 private:
  std::string text_;  ///< a comma after each field
};

/// The fields of a line without its end, none of which is quoted.
[[nodiscard]] std::vector<std::string_view> fields_of(std::string_view line);

}  // namespace lacuna::io::csv
