#include "io/csv.hpp"

#include <fmt/format.h>

#include <cmath>

namespace lacuna::io::csv {

std::string field(double number) {
  return std::isnan(number) ? std::string{} : fmt::format("{}", number);
}

std::string field(const std::optional<double>& number) {
  return number ? field(*number) : std::string{};
}

std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string Row::line() const {
  return text_.empty() ? "\n" : text_.substr(0, text_.size() - 1) + '\n';
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0;;) {
    const std::size_t comma = line.find(',', at);
    fields.push_back(line.substr(at, comma - at));
    if (comma == std::string_view::npos) return fields;
    at = comma + 1;
  }
}

}  // namespace lacuna::io::csv
