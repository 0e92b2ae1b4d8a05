#include "nucleation/shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/error.hpp"
#include "core/mutation.hpp"

namespace lacuna::nucleation {
namespace {

// Members never come before the origin in the order of the grid, whose slowest index is the layer:
// so the origin is in the lowest layer of every shape.
class Redelmeier {
 public:
  using Tally = std::map<std::array<int, 4>, std::uint64_t>;

  Redelmeier(lattice::Normal normal, int largest) : largest_(largest) {
    const auto steps = unit_slab(normal).steps();
    int reach = 0;
    for (const lattice::Cell& s : steps)
      reach = std::max({reach, std::abs(s.i), std::abs(s.j), std::abs(s.k)});
    const int radius = reach * largest, edge = 2 * radius + 1;
    layer_ = static_cast<std::size_t>(edge * edge);
    for (std::size_t d = 0; d < steps.size(); ++d)
      offsets_[d] = (steps[d].k * edge + steps[d].j) * edge + steps[d].i;
    sites_.assign(layer_ * static_cast<std::size_t>(edge), Site::unseen);
    origin_ = sites_.size() / 2;
    reach_site(origin_);
    extend(0, {});
  }

  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  enum class Site : std::uint8_t { unseen, reached, member };

  void reach_site(std::size_t site) {
    sites_[site] = Site::reached;
    reached_.push_back(site);
  }
  // Takes one of the reached sites from `first` on, and goes on with those after it.
  void extend(std::size_t first, const ShapeClass& shape) {
    const std::size_t known = reached_.size();
    for (std::size_t next = first; next < known; ++next) {
      const std::size_t site = reached_[next];
      const ShapeClass grown = with(shape, site);
      ++tally_[{grown.size, grown.nn1_pairs, grown.nn2_pairs, grown.lowest}];
      if (grown.size == largest_) continue;
      sites_[site] = Site::member;
      reach_neighbours(site);
      extend(next + 1, grown);
      forget_beyond(known);
      sites_[site] = Site::reached;
    }
  }
  [[nodiscard]] ShapeClass with(ShapeClass shape, std::size_t site) const {
    ++shape.size;
    if (site / layer_ == origin_ / layer_) ++shape.lowest;
    for (std::size_t d = 0; d < offsets_.size(); ++d)
      if (sites_[neighbour(site, d)] == Site::member)
        ++(d < lattice::nn1_count ? shape.nn1_pairs : shape.nn2_pairs);
    return shape;
  }
  void reach_neighbours(std::size_t site) {
    for (std::size_t d = 0; d < offsets_.size(); ++d) {
      const std::size_t near = neighbour(site, d);
      if (near > origin_ && sites_[near] == Site::unseen) reach_site(near);
    }
  }
  void forget_beyond(std::size_t known) {
    for (; reached_.size() > known; reached_.pop_back()) sites_[reached_.back()] = Site::unseen;
  }
  [[nodiscard]] std::size_t neighbour(std::size_t site, std::size_t d) const {
    return static_cast<std::size_t>(static_cast<std::int64_t>(site) + offsets_[d]);
  }

  int largest_;
  std::size_t layer_ = 0, origin_ = 0;
  std::array<std::int64_t, lattice::neighbour_count> offsets_{};
  std::vector<Site> sites_;
  std::vector<std::size_t> reached_;
  Tally tally_;
};

}  // namespace

Shapes::Shapes(lattice::Normal normal, int largest) : normal_(normal), largest_(largest) {
  if (largest < 1 || largest > most)
    throw InputError(
        fmt::format("shapes of up to {} vacancies cannot be counted one by one: their number grows "
                    "twelvefold with each vacancy; ask for 1 to {}",
                    largest, most));
  const Redelmeier enumeration(normal, largest);
  for (const auto& [key, count] : enumeration.tally())
    classes_.push_back({key[0], key[1], key[2], key[3], count});
}

std::uint64_t Shapes::count(int size) const {
  std::uint64_t sum = 0;
  for (const ShapeClass& c : classes_)
    if (c.size == size) sum += c.count;
  return sum;
}

double Shapes::ln_partition(int size, const Conditions& at) const {
  const double nn1 = at.nn1_gain(), nn2 = at.nn2_gain(), wall = at.wall_gain();
  const auto exponent = [&](const ShapeClass& c) {
    const int touching = mutated(Mutation::lone_bonus) ? 1 : c.lowest;
    return nn1 * c.nn1_pairs + nn2 * c.nn2_pairs + wall * touching;
  };
  double highest = -INFINITY, sum = 0.0;
  for (const ShapeClass& c : classes_)
    if (c.size == size) highest = std::max(highest, exponent(c));
  for (const ShapeClass& c : classes_)
    if (c.size == size) sum += static_cast<double>(c.count) * std::exp(exponent(c) - highest);
  return highest + std::log(sum);
}

}  // namespace lacuna::nucleation
