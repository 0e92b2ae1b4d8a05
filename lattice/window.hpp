#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <vector>

#include "lattice/cell.hpp"

namespace lacuna::lattice {

/// Up to eight sites of a chain, side by side in storage, read and written as one word: the first
/// site's byte is the lowest.
struct Window {
  Cell first;               ///< relative to the centre
  std::uint64_t bytes = 0;  ///< what belongs to each site; 0 where none does
  static constexpr int width = 8;
};

/// Cuts a set of sites around a centre, with a byte for each, into windows of at most `width`
/// sites. One serves a chain, unless its sites lie too far apart. In the order of the cells.
[[nodiscard]] std::vector<Window> windows(const std::map<Cell, std::uint8_t>&,
                                          int width = Window::width);

/// The eight bytes from `place` on, and back.
[[nodiscard]] inline std::uint64_t load(const std::uint8_t* place) {
  std::uint64_t word;
  std::memcpy(&word, place, sizeof word);
  return word;
}
inline void store(std::uint8_t* place, std::uint64_t word) {
  std::memcpy(place, &word, sizeof word);
}

}  // namespace lacuna::lattice
