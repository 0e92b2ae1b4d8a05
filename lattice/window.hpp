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

/// Two words side by side, for one instruction to work on; and those from and to two places.
using TwoWords = std::uint64_t __attribute__((vector_size(16)));
[[nodiscard]] inline TwoWords load(const std::uint8_t* first, const std::uint8_t* second) {
  return TwoWords{load(first), load(second)};
}
inline void store(std::uint8_t* first, std::uint8_t* second, TwoWords words) {
  store(first, words[0]);
  store(second, words[1]);
}

}  // namespace lacuna::lattice
