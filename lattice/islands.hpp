#pragma once

#include <cstdint>

#include "lattice/occupation.hpp"

namespace lacuna::lattice {

/// Atoms that no chain of nearest neighbours connects with the metal beyond the last layer.
struct Islands {
  std::uint32_t count = 0;      ///< connected sets of them
  std::uint32_t atoms = 0;      ///< in all of these
  std::uint32_t in_layer0 = 0;  ///< of which in layer 0
};

/// Find them. Beyond the last layer of an open slab all sites count as atoms of one piece of metal,
/// below layer 0 there are none; the sides are periodic. O(sites). REQUIRES an open slab.
[[nodiscard]] Islands find_islands(const Occupation&);

}  // namespace lacuna::lattice
