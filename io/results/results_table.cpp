#include "io/results/results_table.hpp"

#include "io/csv.hpp"

namespace lacuna::io {

std::size_t Table::rows() const {
  if (columns_.empty()) return 0;
  return std::visit([](const auto& list) { return list.size(); }, columns_.front().values);
}

std::string csv_text(const Table& table) {
  csv::Row heading;
  for (const Column& column : table.columns()) heading.add(column.name);
  std::string text = heading.line();
  for (std::size_t k = 0; k < table.rows(); ++k) {
    csv::Row row;
    for (const Column& column : table.columns())
      std::visit([&](const auto& values) { row.add(values[k]); }, column.values);
    text += row.line();
  }
  return text;
}

}  // namespace lacuna::io
