#include "lattice/window.hpp"

#include <bit>

namespace lacuna::lattice {

static_assert(std::endian::native == std::endian::little,
              "the first site's byte must be the lowest of a word");

std::vector<Window> windows(const std::map<Cell, std::uint8_t>& sites, int width) {
  std::vector<Window> cut;
  for (const auto& [cell, byte] : sites) {  // in the order of i, j, k: chain by chain, upwards
    const bool same = !cut.empty() && cut.back().first.i == cell.i &&
                      cut.back().first.j == cell.j && cell.k - cut.back().first.k < width;
    if (!same) cut.push_back({cell, 0});
    cut.back().bytes |= std::uint64_t{byte} << 8 * (cell.k - cut.back().first.k);
  }
  return cut;
}

}  // namespace lacuna::lattice
