#pragma once

#include <cstdint>
#include <vector>

#include "interface/case.hpp"

namespace lacuna::interface {

/// Which sites of the slab are sinks inside the metal (interface/sinks.hpp).
class SinkSites {
 public:
  SinkSites(const Metal& metal, const lattice::Slab& slab) {
    if (metal.sinks) map_ = sink_map(metal.sinks->shape, slab);
  }

  [[nodiscard]] bool any() const { return !map_.empty(); }
  /// Of any wrapped cell; none beyond the layers.
  [[nodiscard]] bool at(const lattice::Slab& slab, const lattice::Cell& c) const {
    return any() && c.k >= 0 && c.k < slab.layers() && map_[slab.number(c)] != 0;
  }

 private:
  std::vector<std::uint8_t> map_;  ///< (sites), or empty
};

/// The same where there are none.
struct NoSinkSites {
  /// Throws Error where there are.
  NoSinkSites(const Metal&, const lattice::Slab&);

  [[nodiscard]] static constexpr bool any() { return false; }
  [[nodiscard]] static constexpr bool at(const lattice::Slab&, const lattice::Cell&) {
    return false;
  }
};

}  // namespace lacuna::interface
