#include "io/results/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace lacuna::io {

std::string Listing::text() const {
  std::size_t width = 0;
  for (const auto& row : rows_) {
    if (!row.second.empty()) width = std::max(width, row.first.size());
  }
  std::string lines;
  for (const auto& row : rows_) {
    if (row.second.empty()) {
      lines += row.first + '\n';
    } else {
      fmt::format_to(std::back_inserter(lines), "{:<{}}  {}\n", row.first, width, row.second);
    }
  }
  return lines;
}

}  // namespace lacuna::io
