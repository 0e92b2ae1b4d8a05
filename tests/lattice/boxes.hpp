#pragma once

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "lattice/slab.hpp"

namespace lacuna::test {

inline constexpr double a = 4.29;  ///< lattice constant of the boxes tested [angstrom]

struct Box {
  lattice::Normal normal;
  std::array<int, 2> cells;
  int layers;
  lattice::Boundary boundary;
  [[nodiscard]] lattice::Slab slab() const { return {normal, a, cells, layers, boundary}; }
};

inline std::string name(const Box& b) {
  const std::array<const char*, 3> normals{"110", "100", "111"};
  return std::string("(") + normals[static_cast<std::size_t>(b.normal)] + ") " +
         std::to_string(b.cells[0]) + " x " + std::to_string(b.cells[1]) + " x " +
         std::to_string(b.layers) + (b.boundary == lattice::Boundary::open ? " open" : " periodic");
}

/// Every normal, open and periodic, from the smallest box upwards, long and short in each
/// direction.
inline std::vector<Box> boxes() {
  using lattice::Boundary, lattice::Normal;
  std::vector<Box> all;
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const std::array<int, 2>& cells : {std::array{3, 3}, std::array{4, 5}, std::array{7, 3},
                                            std::array{3, 8}, std::array{11, 9}}) {
      for (const int layers : {1, 2, 5, 12}) all.push_back({normal, cells, layers, Boundary::open});
      for (const int layers : {normal == Normal::n111 ? 9 : 6, 12})
        all.push_back({normal, cells, layers, Boundary::periodic});
    }
  return all;
}

/// All cells of a slab, in the order of their sites.
inline std::vector<lattice::Cell> cells_of(const lattice::Slab& slab) {
  std::vector<lattice::Cell> cells;
  for (int k = 0; k < slab.layers(); ++k)
    for (int j = 0; j < slab.rows(); ++j)
      for (int i = 0; i < slab.columns(); ++i) cells.push_back({i, j, k});
  return cells;
}

/// Shortest vector [angstrom] from one position to another; periodic in the plane, and along the
/// normal too in a periodic box. `copies` boxes of the slab stand side by side in every such
/// direction.
inline lattice::Vector nearest_image(const lattice::Slab& slab, const lattice::Vector& from,
                                     const lattice::Vector& to, int copies = 1) {
  const lattice::Vector box = slab.box();
  lattice::Vector r{};
  for (std::size_t n = 0; n < 3; ++n) {
    r[n] = to[n] - from[n];
    const double edge = box[n] * copies;
    if (n < 2 || slab.boundary() == lattice::Boundary::periodic)
      r[n] -= edge * std::round(r[n] / edge);
  }
  return r;
}

inline double length(const lattice::Vector& r) { return std::hypot(r[0], r[1], r[2]); }

}  // namespace lacuna::test
