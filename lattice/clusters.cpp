#include "lattice/clusters.hpp"

#include <algorithm>
#include <limits>

namespace lacuna::lattice {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// From each vacancy without a label, depth first to all that are connected with it. Each gets an
/// unwrapped place on the way; two ways that lead to different images of a vacancy mean that the
/// cluster spans the box.
class Search {
 public:
  Search(const Occupation& occupation, Connectivity connectivity)
      : occupation_(occupation),
        directions_(connectivity == Connectivity::nn1 ? nn1_count : neighbour_count),
        unwrapped_(occupation.vacancies()) {
    found_.label.assign(occupation.vacancies(), none);
  }

  Clusters operator()() {
    for (std::uint32_t seed = 0; seed < occupation_.vacancies(); ++seed)
      if (found_.label[seed] == none) found_.list.push_back(cluster_of({seed}));
    return std::move(found_);
  }

 private:
  Cluster cluster_of(VacancyId seed) {
    const Cell start = occupation_.cell(seed);
    Cluster cluster{0, start.k, start.k, false};
    label(seed, start);
    while (!open_.empty()) {
      const VacancyId v = open_.back();
      open_.pop_back();
      count(v, cluster);
      if (occupation_.environment(occupation_.site(v)) != 0) go_on_from(v, cluster);
    }
    return cluster;
  }

  void label(VacancyId v, const Cell& image) {
    found_.label[v.value] = static_cast<std::uint32_t>(found_.list.size());
    unwrapped_[v.value] = image;
    open_.push_back(v);
  }

  void count(VacancyId v, Cluster& cluster) const {
    const int layer = occupation_.layer(v);
    ++cluster.size;
    cluster.lowest_layer = std::min(cluster.lowest_layer, layer);
    cluster.highest_layer = std::max(cluster.highest_layer, layer);
  }

  void go_on_from(VacancyId v, Cluster& cluster) {
    const std::int32_t* const offsets = occupation_.offsets(v);
    for (std::size_t d = 0; d < directions_; ++d) {
      const SiteId s{occupation_.site(v).value + static_cast<std::uint32_t>(offsets[d])};
      if (!occupation_.vacant(s)) continue;
      const VacancyId neighbour = occupation_.find(s);
      const Cell image = unwrapped_[v.value] + occupation_.slab().steps()[d];
      if (found_.label[neighbour.value] == none) {
        label(neighbour, image);
      } else if (unwrapped_[neighbour.value] != image) {
        cluster.spans = true;
      }
    }
  }

  const Occupation& occupation_;
  std::size_t directions_;
  Clusters found_;
  std::vector<Cell> unwrapped_;
  std::vector<VacancyId> open_;
};

}  // namespace

Clusters find_clusters(const Occupation& occupation, Connectivity connectivity) {
  return Search(occupation, connectivity)();
}

}  // namespace lacuna::lattice
