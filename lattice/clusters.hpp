#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lattice/occupation.hpp"

namespace lacuna::lattice {

/// One connected set of vacancies.
struct Cluster {
  std::uint32_t size = 0;
  int lowest_layer = 0, highest_layer = 0;
  bool spans = false;  ///< wraps onto itself through the periodic boundary
};

/// Every vacancy's cluster at one moment; single vacancies are clusters of size 1.
struct Clusters {
  std::vector<std::uint32_t> label;  ///< (vacancies) index into `list`
  std::vector<Cluster> list;         ///< in the order of each cluster's lowest vacancy number
};

/// Group the vacancies by first (and second) neighbour connections. O(vacancies).
/// Spanning is found from unwrapped coordinates: a vacancy reached again at another image closes a
/// path around the box (Machta et al., Phys. Rev. E 54, 1332 (1996), doi:10.1103/PhysRevE.54.1332).
[[nodiscard]] Clusters find_clusters(const Occupation&, Connectivity);

}  // namespace lacuna::lattice
