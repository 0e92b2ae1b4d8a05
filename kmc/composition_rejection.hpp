#pragma once

#include <cstdint>
#include <vector>

#include "kmc/event.hpp"

namespace lacuna::kmc {

/// Selection at a cost independent of the number of carriers (Slepoy, Thompson & Plimpton,
/// J. Chem. Phys. 128, 205101 (2008), doi:10.1063/1.2919546), by composition over groups of
/// carriers with nearly equal bounds and rejection within. Every carrier weighs as much as its
/// group's upper edge; the excess over its bound becomes a null event.
///
/// Groups are half an octave wide, and a carrier stays in one until its bound has fallen to 0.4 of
/// the edge: about a trial in four is rejected on this account, which costs less than carriers that
/// change groups all the time. Edges are placed such that bounds equal to `scale` lose nothing.
///
/// Sums cannot drift: the total is the sum over the occupied groups of (members × edge), made
/// anew from the counts whenever one of them changed.
class CompositionRejection {
 public:
  /// `scale` [1/s]: the commonest bound, or a power of two times it; no bound may be 2^64 times
  /// larger.
  explicit CompositionRejection(double scale);

  /// Forgets all carriers.
  void clear();
  /// REQUIRES that the carrier's number is that of the carriers so far.
  void insert(Carrier, double bound);
  /// A carrier whose bound fell a little stays where it is: it may soon rise again.
  void update(Carrier c, double bound) {
    const std::uint16_t group = places_[c.value].group;
    if (!(bound <= edges_[group] && bound >= edges_[group] * worth_leaving))
      change_group(c, group_of(bound));
  }
  /// A carrier whose bound will stay for a while goes where nothing is lost.
  void settle(Carrier c, double bound) {
    const std::uint16_t group = group_of(bound);
    if (group != places_[c.value].group) change_group(c, group);
  }
  [[nodiscard]] std::size_t carriers() const { return places_.size(); }
  /// Throws Error if a carrier is lost, weighs less than its bound, or its group's sum is wrong.
  void check(Carrier, double bound) const;
  /// The last carrier takes over the number.
  void erase(Carrier);
  /// [1/s] Sum of the weights.
  [[nodiscard]] double total() {
    if (stale_) resum();
    return total_;
  }
  [[nodiscard]] Pick pick(double u) const {
    double x = u * total_;
    // Heaviest edges first; rounding can push x past the end, then the last occupied group serves.
    std::size_t n = 0;
    for (const std::size_t last = occupied_.size() - 1; n < last; ++n) {
      if (x < occupied_[n].weight) break;
      x -= occupied_[n].weight;
    }
    const Occupied& g = occupied_[n];
    const std::vector<std::uint32_t>& members = members_[g.group];
    auto index = static_cast<std::size_t>(x * g.inverse_edge);
    if (index >= members.size()) index = members.size() - 1;
    // Rounding may leave the remainder a hair outside [0, edge): a negative one is channel 0's,
    // which may have no rate, so it is clamped; one beyond the edge is rejected like any other.
    const double remainder = x - static_cast<double>(index) * g.edge;
    return {{members[index]}, remainder > 0 ? remainder : 0.0};
  }

  void save(Writer&) const;
  void load(Reader&);

 private:
  struct Place {
    std::uint32_t position = 0;
    std::uint16_t group = 0;
  };
  struct Occupied {
    double weight, edge, inverse_edge;
    std::uint16_t group;
  };
  // from 2^64 down to the smallest positive double, two an octave
  static constexpr double worth_leaving = 0.4;
  static constexpr std::uint16_t groups = (1023 + 64) * 2,
                                 idle = groups;  ///< idle: bound 0, never drawn

  [[nodiscard]] std::uint16_t group_of(double bound) const;
  void change_group(Carrier, std::uint16_t group);
  void enter(Carrier, std::uint16_t group);
  void leave(Carrier);
  void number_occupied();
  void reweigh(std::uint16_t group);
  void resum();

  double scale_, inverse_scale_;
  std::vector<double> edges_;  ///< (groups + 1) [1/s], falling; 0 of the idle
  double total_ = 0.0;
  bool stale_ = false;
  std::vector<Occupied> occupied_;                   ///< rising group number: falling edge
  std::vector<std::vector<std::uint32_t>> members_;  ///< (groups + 1)
  std::vector<std::uint16_t> order_;                 ///< (groups) place in `occupied_`, if there
  std::vector<Place> places_;                        ///< (carriers)
};

}  // namespace lacuna::kmc
