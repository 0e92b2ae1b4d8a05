#pragma once

#include <compare>
#include <cstdint>

namespace lacuna::lattice {

/// Coordinates of a site in the skewed primitive basis (b1, b2 in the plane, b3 one layer up), in
/// which every site of a bcc crystal has the same neighbour vectors.
/// 0 <= i < columns, 0 <= j < rows, 0 <= k < layers once wrapped.
struct Cell {
  std::int32_t i = 0, j = 0, k = 0;
  friend auto operator<=>(const Cell&, const Cell&) = default;
  friend Cell operator+(const Cell& a, const Cell& b) { return {a.i + b.i, a.j + b.j, a.k + b.k}; }
};

}  // namespace lacuna::lattice
