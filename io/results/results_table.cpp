#include "io/results/results_table.hpp"

#include <fmt/format.h>

#include <string_view>

namespace lacuna::io {
namespace {

struct Field {
  std::size_t row;
  std::string operator()(const std::vector<double>& list) const {
    return std::isnan(list[row]) ? std::string{} : fmt::format("{}", list[row]);
  }
  std::string operator()(const std::vector<std::uint64_t>& list) const {
    return fmt::format("{}", list[row]);
  }
  std::string operator()(const std::vector<std::string>& list) const { return quoted(list[row]); }

  static std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string field = "\"";
    for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
    return field + "\"";
  }
};

}  // namespace

std::size_t Table::rows() const {
  if (columns_.empty()) return 0;
  return std::visit([](const auto& list) { return list.size(); }, columns_.front().values);
}

std::string csv_text(const Table& table) {
  std::string text;
  for (const Column& column : table.columns())
    text += (text.empty() ? "" : ",") + Field::quoted(column.name);
  text += '\n';
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const Column& column : table.columns()) {
      if (&column != &table.columns().front()) text += ',';
      text += std::visit(Field{row}, column.values);
    }
    text += '\n';
  }
  return text;
}

}  // namespace lacuna::io
