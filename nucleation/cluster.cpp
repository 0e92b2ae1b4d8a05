#include "nucleation/cluster.hpp"

#include <algorithm>
#include <bit>

namespace lacuna::nucleation {
namespace {

using Steps = std::array<lattice::Cell, lattice::neighbour_count>;
using Directions = std::array<std::uint32_t, lattice::neighbour_count>;  // a bit each

// The neighbours that every neighbour of a site has among the other neighbours of it.
Directions ties_of(const Steps& steps) {
  Directions ties{};
  for (std::size_t from = 0; from < steps.size(); ++from)
    for (std::size_t to = 0; to < steps.size(); ++to)
      for (const lattice::Cell& step : steps)
        if (steps[from] + step == steps[to]) ties[from] |= 1U << to;
  return ties;
}

bool tied_together(std::uint32_t all, const Directions& ties) {
  std::uint32_t found = all & -all, fresh = found;
  while (fresh != 0) {
    const auto from = static_cast<std::size_t>(std::countr_zero(fresh));
    const std::uint32_t more = ties[from] & all & ~found;
    fresh = (fresh & (fresh - 1)) | more;
    found |= more;
  }
  return found == all;
}

// The nearest number to 0 that is `n` modulo 64.
std::int32_t centred(std::uint32_t n) { return static_cast<std::int32_t>((n + 32) % 64) - 32; }

}  // namespace

Cluster::Cluster(lattice::Normal normal, Region region) : sites_(storage), flooded_(largest) {
  const lattice::Slab slab = unit_slab(normal);
  const Steps& steps = slab.steps();
  for (std::size_t d = 0; d < steps.size(); ++d) {
    const auto edge_length = static_cast<std::int32_t>(edge);
    lateral_[d] = static_cast<std::uint32_t>(steps[d].i + steps[d].j * edge_length);
    up_[d] = static_cast<std::uint32_t>(steps[d].k) * plane;
  }
  const Directions ties = ties_of(steps);
  for (std::uint32_t set = 0; set < rings_.size(); ++set) rings_[set] = tied_together(set, ties);
  if (region == Region::wall) {
    wall_layer_ = static_cast<std::uint32_t>(slab.reach());
    floor_ = slab.reach();
    close(0, wall_layer_);
    close(edge - wall_layer_, edge);
  }
  const Place first = static_cast<std::uint32_t>(floor_) * plane;
  members_.reserve(largest);
  add(first);
}

void Cluster::close(std::uint32_t first_layer, std::uint32_t last_layer) {
  for (Place p = first_layer * plane; p < last_layer * plane; ++p) sites_[p].kind = Kind::closed;
}

lattice::Cell Cluster::way(Place from, Place to) {
  const std::uint32_t lateral = (to - from) & (plane - 1);
  const std::int32_t i = centred(lateral);
  const std::int32_t j = centred((lateral - static_cast<std::uint32_t>(i)) / edge);
  return {i, j, centred(to / plane - from / plane)};
}

void Cluster::insert(std::vector<Place>& list, Place p) {
  sites_[p].index = static_cast<std::uint16_t>(list.size());
  list.push_back(p);
}

void Cluster::erase(std::vector<Place>& list, Place p) {
  const std::uint16_t index = sites_[p].index;
  list[index] = list.back();
  sites_[list[index]].index = index;
  list.pop_back();
}

void Cluster::add(Place p) {
  if (sites_[p].around != 0) erase(perimeter_, p);
  insert(members_, p);
  sites_[p].kind = Kind::member;
  if (touches(p)) ++touching_;
  nn1_pairs_ += nn1_around(around(p));
  nn2_pairs_ += nn2_around(around(p));
  for (std::size_t d = 0; d < lattice::neighbour_count; ++d) {
    const Place near = neighbour(p, d);
    Site& site = sites_[near];
    if (site.around == 0 && site.kind == Kind::open) insert(perimeter_, near);
    site.around = static_cast<Around>(site.around + unit(d));
  }
}

void Cluster::remove(Place p) {
  erase(members_, p);
  sites_[p].kind = Kind::open;
  if (touches(p)) --touching_;
  nn1_pairs_ -= nn1_around(around(p));
  nn2_pairs_ -= nn2_around(around(p));
  for (std::size_t d = 0; d < lattice::neighbour_count; ++d) {
    const Place near = neighbour(p, d);
    Site& site = sites_[near];
    site.around = static_cast<Around>(site.around - unit(d));
    if (site.around == 0 && site.kind == Kind::open) erase(perimeter_, near);
  }
  insert(perimeter_, p);
}

Cluster::Remainder Cluster::without(Place p) const {
  Remainder left{perimeter_.size() + 1, 0};
  for (std::size_t d = 0; d < lattice::neighbour_count; ++d) {
    const Site& site = sites_[neighbour(p, d)];
    if (site.kind == Kind::member) left.members |= 1U << d;
    if (site.kind == Kind::open && site.around == unit(d)) --left.perimeter;
  }
  return left;
}

// A flood from one neighbour that all others must be reached by.
bool Cluster::connected_elsewhere(Place without, const Remainder& r) {
  ++flood_;
  flooded_[sites_[without].index] = flood_;  // not to be passed
  waiting_.clear();
  std::size_t reached = 0;
  const auto reach = [&](Place p) {
    if (!is_member(p) || flooded_[sites_[p].index] == flood_) return;
    flooded_[sites_[p].index] = flood_;
    waiting_.push_back(p);
    ++reached;
  };
  reach(neighbour(without, static_cast<std::size_t>(std::countr_zero(r.members))));
  while (!waiting_.empty()) {
    const Place p = waiting_.back();
    waiting_.pop_back();
    for (std::size_t d = 0; d < lattice::neighbour_count; ++d) reach(neighbour(p, d));
  }
  return reached + 1 == members_.size();
}

}  // namespace lacuna::nucleation
