#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "io/trajectory/trajectory_file.hpp"
#include "lattice/clusters.hpp"
#include "lattice/occupation.hpp"

namespace lacuna::io {

/// A site of a frame and what surrounds it.
struct Particle {
  bool vacant = false;
  std::uint64_t id = 0;  ///< of the site, from 1: the same in every frame
  lattice::Cell cell;
  lattice::Vector position{};      ///< [angstrom], corner of the box at 0, z along the normal from
                                   ///< layer 0
  std::uint32_t cluster = 0;       ///< 0: alone, or an atom; else 1, 2, ... from the largest down
  std::uint32_t cluster_size = 0;  ///< vacancies; 0 for an atom
  int nn1 = 0, nn2 = 0;  ///< neighbours that are atoms; none below layer 0, beyond the far side the
                         ///< metal is full
  int patch = 0;         ///< the one on which it lies in layer 0, from 1; 0: none
  FramePath path;        ///< of a vacancy, where the trajectory has paths
};

/// Box that particles must lie in [angstrom], ends included.
struct Region {
  std::array<double, 3> low{}, high{};
  static constexpr double anywhere = std::numeric_limits<double>::infinity();
  Region() {
    low.fill(-anywhere);
    high.fill(anywhere);
  }
  [[nodiscard]] bool everywhere() const {
    return std::all_of(low.begin(), low.end(), [](double x) { return x == -anywhere; }) &&
           std::all_of(high.begin(), high.end(), [](double x) { return x == anywhere; });
  }
  [[nodiscard]] bool holds(const lattice::Vector& r) const {
    for (std::size_t n = 0; n < 3; ++n)
      if (r[n] < low[n] || r[n] > high[n]) return false;
    return true;
  }
};

/// Which sites of a frame are looked at.
struct Selection {
  FrameSites sites = FrameSites::vacancies;
  Region region;
};

/// A frame with all that follows from it: the lattice, clusters, coordination.
class Snapshot {
 public:
  /// `slab` must outlive the snapshot. All sites are atoms until a frame is shown. `patches`:
  /// (sites per layer) that on which each lies, from 1; or none.
  Snapshot(const TrajectoryHeader&, const lattice::Slab& slab,
           std::vector<std::uint8_t> patches = {});

  void show(Frame);

  [[nodiscard]] const FrameHead& head() const { return frame_.head; }
  [[nodiscard]] const lattice::Slab& slab() const { return occupation_.slab(); }
  [[nodiscard]] const lattice::Occupation& occupation() const { return occupation_; }
  /// Of the vacancies in the order of the frame, which is that of their sites.
  [[nodiscard]] const lattice::Clusters& clusters() const { return clusters_; }

  using Use = std::function<void(const Particle&)>;
  /// Calls `use` with every particle selected, by rising id.
  void visit(const Selection&, const Use& use) const;
  /// How many that are.
  [[nodiscard]] std::uint64_t count(const Selection&) const;

 private:
  void number_clusters();
  [[nodiscard]] std::vector<std::uint64_t> atoms_near_voids() const;
  [[nodiscard]] Particle particle(std::uint64_t site) const;
  [[nodiscard]] Particle vacancy(std::size_t n) const;

  lattice::Connectivity connectivity_;
  lattice::Occupation occupation_;
  std::vector<std::uint8_t> patches_;              ///< (sites per layer) or none
  std::vector<lattice::VacantNeighbours> around_;  ///< (layers) neighbouring sites, vacant or not
  Frame frame_;
  lattice::Clusters clusters_;
  std::vector<std::uint32_t> numbers_;  ///< (clusters) shown
};

}  // namespace lacuna::io
