#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lattice/cell.hpp"

namespace lacuna::lattice {

class Slab;

/// Storage offsets from any site of a slab to the sites a fixed list of steps away. They are
/// constants except where the box wraps; whether and how a step wraps depends on i, j and k only
/// through a few thresholds, so sites fall into a few dozen classes that share a row of offsets.
/// This keeps kernels free of branches on the edge, and of neighbour tables that grow with the
/// sites.
class Stencil {
 public:
  Stencil() = default;
  /// Steps may lead out of an open slab as far as its padding; what is farther must not be used.
  Stencil(const Slab&, std::span<const Cell> steps);

  [[nodiscard]] std::size_t size() const { return width_; }
  /// (size()) offsets from a wrapped cell of the slab.
  [[nodiscard]] const std::int32_t* operator()(const Cell& c) const { return at(place(c)); }
  /// The same in two steps, for who keeps the place of a cell's row: it stays the same.
  [[nodiscard]] std::uint32_t place(const Cell& c) const {
    return (column_class_[static_cast<std::size_t>(c.i)] +
            row_class_[static_cast<std::size_t>(c.j)] +
            layer_class_[static_cast<std::size_t>(c.k)]) *
           static_cast<std::uint32_t>(width_);
  }
  [[nodiscard]] const std::int32_t* at(std::uint32_t place) const {
    return offsets_.data() + place;
  }

 private:
  std::size_t width_ = 0;
  std::vector<std::uint32_t> column_class_, row_class_, layer_class_;
  std::vector<std::int32_t> offsets_;  ///< (classes, width)
};

}  // namespace lacuna::lattice
