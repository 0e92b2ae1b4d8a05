#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lattice/site_map.hpp"
#include "lattice/slab.hpp"

namespace lacuna::lattice {

/// Number of a vacancy: 0 .. count-1, dense. Numbers change when a vacancy is filled.
struct VacancyId {
  std::uint32_t value = 0;
  friend auto operator<=>(const VacancyId&, const VacancyId&) = default;
};

/// Vacant neighbours of a site.
struct VacantNeighbours {
  int nn1 = 0;  ///< 0..8
  int nn2 = 0;  ///< 0..6
};

/// Which sites of a slab are vacant, how many vacant neighbours every site has, and the list of
/// vacancies. One byte a site: bit 7 vacant, bits 6..3 vacant 1NN, bits 2..0 vacant 2NN; plus
/// O(vacancies). Padding layers are always atoms but do count their neighbours.
///
/// Invariants: (1) a site's byte equals a recount over its neighbours; (2) `find` inverts `cell`.
/// Not thread safe. The slab must outlive the occupation.
class Occupation {
 public:
  /// All sites are atoms.
  explicit Occupation(const Slab&);

  [[nodiscard]] const Slab& slab() const { return *slab_; }
  [[nodiscard]] std::uint32_t vacancies() const { return static_cast<std::uint32_t>(list_.size()); }
  [[nodiscard]] bool vacant(SiteId s) const { return (bytes_[s.value] & vacant_bit) != 0; }
  [[nodiscard]] VacantNeighbours vacant_neighbours(SiteId s) const {
    const int code = environment(s);
    return {code >> 3, code & 7};
  }
  /// The same in one number, 8 nn1 + nn2, below `environments`: an index for rate tables.
  [[nodiscard]] int environment(SiteId s) const { return bytes_[s.value] & environment_bits; }
  static constexpr int environments = 128;

  [[nodiscard]] Cell cell(VacancyId v) const {
    const Entry& e = list_[v.value];
    return {e.i, e.j, e.k};
  }
  [[nodiscard]] SiteId site(VacancyId v) const { return {list_[v.value].site}; }
  /// The vacancy at a site. REQUIRES vacant(site).
  [[nodiscard]] VacancyId find(SiteId s) const { return {map_.at(s.value)}; }

  /// Make an atom's site vacant; the new vacancy has the highest number.
  /// REQUIRES a wrapped cell of the slab, not vacant. Returns `Surroundings`.
  std::uint8_t vacate(const Cell&);
  /// Put an atom on a vacancy; the last vacancy takes over its number.
  std::uint8_t fill(VacancyId);
  /// Move a vacancy one 1NN step; what comes back is of both sites.
  /// REQUIRES that the target is an atom of the slab.
  ///
  /// The byte returned by these three is 0 exactly if no other vacancy lies on, or counts towards,
  /// a neighbour of the sites touched: then no other vacancy's rates can have changed, and a
  /// vacancy moved there is alone. It costs nothing, as the bytes pass through registers anyway.
  std::uint8_t move(VacancyId, const Cell& target);

  /// Recount everything; throws Error if an invariant does not hold. For tests and debug runs.
  void check() const;
  /// Bytes held, and how many of those do not grow with the number of sites.
  [[nodiscard]] std::size_t memory() const;

  static constexpr std::uint8_t vacant_bit = 0x80, environment_bits = 0x7f;

 private:
  struct Entry {
    std::uint32_t site;
    std::uint16_t i, j, k;
  };
  static constexpr std::uint8_t one_nn1 = 8, one_nn2 = 1;

  std::uint8_t add_around(SiteId, const Cell&);
  std::uint8_t subtract_around(SiteId, const Cell&);
  static Entry entry(SiteId s, const Cell& c) {
    return {s.value, static_cast<std::uint16_t>(c.i), static_cast<std::uint16_t>(c.j), static_cast<std::uint16_t>(c.k)};
  }

  const Slab* slab_;
  std::vector<std::uint8_t> bytes_;
  std::vector<Entry> list_;
  SiteMap map_;
};

inline std::uint8_t Occupation::add_around(SiteId s, const Cell& c) {
  const std::int32_t* const offsets = slab_->offsets(c);
  std::uint8_t* const here = bytes_.data() + s.value;
  std::uint8_t others = *here;
  for (std::size_t d = 0; d < nn1_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    others |= b;
    b = static_cast<std::uint8_t>(b + one_nn1);
  }
  for (std::size_t d = nn1_count; d < neighbour_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    others |= b;
    b = static_cast<std::uint8_t>(b + one_nn2);
  }
  *here |= vacant_bit;
  return others;
}

inline std::uint8_t Occupation::subtract_around(SiteId s, const Cell& c) {
  const std::int32_t* const offsets = slab_->offsets(c);
  std::uint8_t* const here = bytes_.data() + s.value;
  *here &= environment_bits;
  std::uint8_t others = *here;
  for (std::size_t d = 0; d < nn1_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    b = static_cast<std::uint8_t>(b - one_nn1);
    others |= b;
  }
  for (std::size_t d = nn1_count; d < neighbour_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    b = static_cast<std::uint8_t>(b - one_nn2);
    others |= b;
  }
  return others;
}

inline std::uint8_t Occupation::move(VacancyId v, const Cell& target) {
  Entry& e = list_[v.value];
  const SiteId from{e.site}, to = slab_->site(target);
  std::uint8_t others = subtract_around(from, {e.i, e.j, e.k});
  others |= add_around(to, target);
  map_.erase(from.value);
  map_.insert(to.value, v.value);
  e = entry(to, target);
  return others;
}

}  // namespace lacuna::lattice
