#include "lattice/clusters.hpp"

#include <algorithm>
#include <limits>

namespace lacuna::lattice {

Clusters find_clusters(const Occupation& occupation, Connectivity connectivity) {
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  const Slab& slab = occupation.slab();
  const int directions = connectivity == Connectivity::nn1 ? nn1_count : neighbour_count;
  const std::uint32_t count = occupation.vacancies();
  Clusters found;
  found.label.assign(count, none);
  std::vector<Cell> unwrapped(count);
  std::vector<VacancyId> open;
  for (std::uint32_t seed = 0; seed < count; ++seed) {
    if (found.label[seed] != none) continue;
    const auto label = static_cast<std::uint32_t>(found.list.size());
    const Cell start = occupation.cell({seed});
    Cluster cluster{0, start.k, start.k, false};
    found.label[seed] = label;
    unwrapped[seed] = start;
    open.assign(1, {seed});
    while (!open.empty()) {
      const VacancyId v = open.back();
      open.pop_back();
      const Cell c = occupation.cell(v);
      ++cluster.size;
      cluster.lowest_layer = std::min(cluster.lowest_layer, c.k);
      cluster.highest_layer = std::max(cluster.highest_layer, c.k);
      if (occupation.environment(occupation.site(v)) == 0) continue;
      const std::int32_t* const offsets = slab.offsets(c);
      for (int d = 0; d < directions; ++d) {
        const auto n = static_cast<std::size_t>(d);
        const SiteId s{occupation.site(v).value + static_cast<std::uint32_t>(offsets[n])};
        if (!occupation.vacant(s)) continue;
        const VacancyId neighbour = occupation.find(s);
        const Cell image = unwrapped[v.value] + slab.steps()[n];
        if (found.label[neighbour.value] == none) {
          found.label[neighbour.value] = label;
          unwrapped[neighbour.value] = image;
          open.push_back(neighbour);
        } else if (unwrapped[neighbour.value] != image) {
          cluster.spans = true;
        }
      }
    }
    found.list.push_back(cluster);
  }
  return found;
}

}  // namespace lacuna::lattice
