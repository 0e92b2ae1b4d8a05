#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kmc/event.hpp"
#include "kmc/random.hpp"

namespace lacuna::kmc {

/// Items drawn in proportion to their weights, at a cost independent of their number: by
/// composition over groups half an octave wide and rejection within (as CompositionRejection), with
/// the groups' edges whole numbers of a unit. The total is an integer that every change adds to or
/// takes from, so nothing drifts and nothing is summed anew.
///
/// An item stays in its group until its weight rises above the edge or falls below 0.4 of it. One
/// lighter than the lightest edge counts as much as that.
class WeightGroups {
 public:
  /// [units] of the lightest edge.
  static constexpr std::uint64_t lightest = 4;
  static constexpr int groups = 64;

  /// `unit` [1/s].
  explicit WeightGroups(double unit = 1.0);

  void clear();
  [[nodiscard]] double unit() const { return unit_; }
  /// [units] Sum of the edges of all items.
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] std::uint32_t items() const { return count_; }
  /// Bytes held.
  [[nodiscard]] std::size_t memory() const;

  /// REQUIRES an item that is not in, and a positive weight [1/s] of at most 2^33 units.
  void insert(std::uint32_t item, double weight) { enter(item, group_of(weight)); }
  /// REQUIRES an item that is in, and such a weight.
  void update(std::uint32_t item, double weight) {
    const double units = weight * inverse_unit_;
    const double edge = edges_[places_[item].group];
    if (units <= edge && units >= worth_leaving * edge) return;
    leave(item);
    enter(item, group_of(weight));
  }
  void erase(std::uint32_t item) { leave(item); }

  struct Drawn {
    std::uint32_t item;
    double remainder;  ///< uniform in [0, edge of its group) [1/s]
  };
  /// The item at a place below total(), where `rest` is what is left of the random word.
  [[nodiscard]] Drawn at(std::uint64_t place, std::uint64_t rest) const {
    std::uint64_t heavier = occupied_;
    int g = 0;
    for (;;) {
      g = std::countl_zero(heavier) ^ 63;
      const std::uint64_t weight = members_[static_cast<std::size_t>(g)].size() * units_of(g);
      if (place < weight) break;
      place -= weight;
      heavier ^= std::uint64_t{1} << g;
    }
    const int shift = g / 2 + 1;  // of two or three, which divides by multiplication
    const std::uint64_t n = g % 2 != 0 ? (place >> shift) / 3 : (place >> shift) / 2;
    const double units = static_cast<double>(static_cast<std::int64_t>(place - n * units_of(g))) +
                         static_cast<double>(static_cast<std::int64_t>(rest >> 11)) * 0x1p-53;
    return {members_[static_cast<std::size_t>(g)][n], units * unit_};
  }

  /// (items) Those of a group, in the order in which `at` finds them.
  [[nodiscard]] const std::vector<std::uint32_t>& members(int group) const {
    return members_[static_cast<std::size_t>(group)];
  }
  /// Into a given group, last of it: to read back what was there.
  /// REQUIRES an item that is not in, and a group.
  void restore(std::uint32_t item, int group) { enter(item, group); }
  /// Throws Error if an item is not in, weighs less than its weight, or the total is wrong.
  void check(std::uint32_t item, double weight) const;
  void check_total() const;

 private:
  struct Place {
    std::uint32_t position = 0;
    std::uint32_t group = 0;
  };
  static constexpr double worth_leaving = 0.4;

  // 4, 6, 8, 12, 16, 24 ... units
  [[nodiscard]] static constexpr std::uint64_t units_of(int group) {
    return (group % 2 != 0 ? lightest + lightest / 2 : lightest) << group / 2;
  }
  [[nodiscard]] int group_of(double weight) const {
    const double x = weight * inverse_unit_ * (1.0 / lightest);
    if (!(x > 1)) return 0;
    // one less before the cut: an edge belongs to the group below it
    const std::uint64_t half_octaves = (std::bit_cast<std::uint64_t>(x) - 1) >> 51;
    return static_cast<int>(half_octaves - 2 * 1023) + 1;
  }
  void enter(std::uint32_t item, int group) {
    const auto g = static_cast<std::size_t>(group);
    if (item >= places_.size()) places_.resize(item + 1);
    places_[item] = {static_cast<std::uint32_t>(members_[g].size()),
                     static_cast<std::uint32_t>(group)};
    members_[g].push_back(item);
    occupied_ |= std::uint64_t{1} << group;
    total_ += units_of(group);
    ++count_;
  }
  void leave(std::uint32_t item) {
    const Place place = places_[item];
    std::vector<std::uint32_t>& members = members_[place.group];
    const std::uint32_t last = members.back();
    members[place.position] = last;
    places_[last].position = place.position;
    members.pop_back();
    if (members.empty()) occupied_ ^= std::uint64_t{1} << place.group;
    total_ -= units_of(static_cast<int>(place.group));
    --count_;
  }

  double unit_, inverse_unit_;
  std::array<double, groups> edges_{};  ///< [units]
  std::uint64_t total_ = 0, occupied_ = 0;
  std::uint32_t count_ = 0;
  std::array<std::vector<std::uint32_t>, groups> members_;
  std::vector<Place> places_;  ///< of each item
};

}  // namespace lacuna::kmc
