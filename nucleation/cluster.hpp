#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "nucleation/conditions.hpp"

namespace lacuna::nucleation {

/// One connected (1NN or 2NN) cluster of vacancies, with the sites beside it, on a lattice that has
/// no end in effect: 64³ sites whose images are 55 lattice constants apart. At the wall there is
/// nothing below layer 0, and the cluster is to keep a vacancy in it.
///
/// A site's neighbours are two additions and two masks away. Within a layer its end is joined to
/// its beginning one row on, which is a lattice translation as good as any other.
class Cluster {
 public:
  /// A site's place in the storage.
  using Place = std::uint32_t;
  /// Members beside a site: 1NN in the low four bits, 2NN above; below `environments`.
  using Around = std::uint8_t;
  static constexpr std::size_t environments = 128;
  [[nodiscard]] static std::size_t nn1_around(std::size_t around) { return around % 16; }
  [[nodiscard]] static std::size_t nn2_around(std::size_t around) { return around / 16; }
  /// What bonds to members around gain, of `nn1` and `nn2` each.
  [[nodiscard]] static double bonds(std::size_t around, double nn1, double nn2) {
    return nn1 * static_cast<double>(nn1_around(around)) +
           nn2 * static_cast<double>(nn2_around(around));
  }
  static constexpr int largest = 1000;  ///< its radius is 5 lattice constants, if compact

  /// A single vacancy, in layer 0 at the wall.
  Cluster(lattice::Normal, Region);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] const std::vector<Place>& members() const { return members_; }
  /// Sites that are no members and have one as a neighbour.
  [[nodiscard]] const std::vector<Place>& perimeter() const { return perimeter_; }
  [[nodiscard]] Around around(Place p) const { return sites_[p].around; }
  [[nodiscard]] bool is_member(Place p) const { return sites_[p].kind == Kind::member; }
  /// Is there no site, but the ceramic?
  [[nodiscard]] bool is_closed(Place p) const { return sites_[p].kind == Kind::closed; }
  /// Layers above layer 0; below 0 in the ceramic. REQUIRES the wall.
  [[nodiscard]] int layer(Place p) const { return static_cast<int>(p / plane) - floor_; }
  /// Is it in layer 0 at the wall?
  [[nodiscard]] bool touches(Place p) const { return p / plane == wall_layer_; }
  /// Members that do.
  [[nodiscard]] std::size_t touching() const { return touching_; }
  /// Pairs of members that are first, and second, neighbours.
  [[nodiscard]] std::size_t nn1_pairs() const { return nn1_pairs_; }
  [[nodiscard]] std::size_t nn2_pairs() const { return nn2_pairs_; }

  [[nodiscard]] Place neighbour(Place p, std::size_t direction) const {
    return ((p + lateral_[direction]) & (plane - 1)) | ((p + up_[direction]) & (storage - plane));
  }
  /// The place that a step leads to, within the layers of the storage.
  [[nodiscard]] static Place moved(Place p, const lattice::Cell& step) {
    const auto lateral = static_cast<Place>(step.i + step.j * static_cast<std::int32_t>(edge));
    return ((p + lateral) & (plane - 1)) |
           ((p + static_cast<Place>(step.k) * plane) & ~(plane - 1));
  }
  /// The shortest way from one place to another.
  [[nodiscard]] static lattice::Cell way(Place from, Place to);

  /// REQUIRES a site of the perimeter, and less than `largest` members.
  void add(Place);
  /// REQUIRES a member, and two or more.
  void remove(Place);

  /// What is left when a member is taken away.
  struct Remainder {
    std::size_t perimeter;  ///< sites beside it
    std::uint32_t members;  ///< bit d: in direction d there is a member
  };
  /// REQUIRES a member, and two or more.
  [[nodiscard]] Remainder without(Place) const;
  /// Is what is left connected? In most cases the members around the place are, by each other.
  [[nodiscard]] bool connected(Place without, const Remainder& r) {
    return rings_[r.members] || connected_elsewhere(without, r);
  }

 private:
  static constexpr std::uint32_t edge = 64, plane = edge * edge, storage = plane * edge;
  enum class Kind : std::uint8_t { open, member, closed };
  struct Site {
    Around around = 0;
    Kind kind = Kind::open;
    std::uint16_t index = 0;  ///< among the members or the perimeter
  };

  [[nodiscard]] static Around unit(std::size_t direction) {
    return direction < lattice::nn1_count ? 1 : 16;
  }
  void close(std::uint32_t first_layer, std::uint32_t last_layer);
  void insert(std::vector<Place>& list, Place);
  void erase(std::vector<Place>& list, Place);
  [[nodiscard]] bool connected_elsewhere(Place without, const Remainder&);

  std::array<std::uint32_t, lattice::neighbour_count> lateral_{}, up_{};
  std::bitset<1U << lattice::neighbour_count> rings_;  ///< sets of neighbours that are connected
  std::vector<Site> sites_;
  std::vector<Place> members_, perimeter_;
  std::uint32_t wall_layer_ = edge;  ///< none in the bulk
  int floor_ = 0;
  std::size_t touching_ = 0, nn1_pairs_ = 0, nn2_pairs_ = 0;
  std::vector<std::uint64_t> flooded_;  ///< by which flood a member was reached last
  std::uint64_t flood_ = 0;
  std::vector<Place> waiting_;
};

}  // namespace lacuna::nucleation
