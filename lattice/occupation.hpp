#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lattice/large_pages.hpp"
#include "lattice/slab.hpp"
#include "lattice/window.hpp"

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

/// Vacant neighbours in one number, 7 nn1 + nn2, below `environments`: an index for rate tables.
inline constexpr int environments = 64;
[[nodiscard]] constexpr int environment_of(const VacantNeighbours& n) { return 7 * n.nn1 + n.nn2; }
[[nodiscard]] constexpr VacantNeighbours neighbours_of(int environment) {
  return {environment / 7, environment % 7};
}

/// Which sites of a slab are vacant, how many vacant neighbours every site has, and the list of
/// vacancies. One byte a site: bit 6 vacant, bits 5..0 its environment; a quarter of a byte to find
/// vacancies by their sites; plus O(vacancies). Padding is always atoms but does count its
/// neighbours.
///
/// Invariants: (1) a site's byte equals a recount over its neighbours; (2) `find` inverts `site`.
/// Not thread safe. The slab must outlive the occupation.
class Occupation {
 public:
  /// All sites are atoms.
  explicit Occupation(const Slab&);

  [[nodiscard]] const Slab& slab() const { return *slab_; }
  [[nodiscard]] std::uint32_t vacancies() const { return static_cast<std::uint32_t>(list_.size()); }
  [[nodiscard]] bool vacant(SiteId s) const { return (bytes_[s.value] & vacant_bit) != 0; }
  [[nodiscard]] int environment(SiteId s) const { return bytes_[s.value] & environment_bits; }
  [[nodiscard]] VacantNeighbours vacant_neighbours(SiteId s) const {
    return neighbours_of(environment(s));
  }
  /// Environment and, if vacant, `vacant_bit`: below `states`, an index for rate tables.
  [[nodiscard]] int state(SiteId s) const { return bytes_[s.value]; }
  /// The bytes of the chain from a site on; eight can be loaded.
  [[nodiscard]] const std::uint8_t* chain(SiteId s) const { return bytes_.data() + s.value; }

  [[nodiscard]] Cell cell(VacancyId v) const {
    const Entry& e = list_[v.value];
    return {e.i, e.j, e.k};
  }
  [[nodiscard]] int layer(VacancyId v) const { return list_[v.value].k; }
  [[nodiscard]] SiteId site(VacancyId v) const { return {list_[v.value].site}; }
  /// (neighbour_count) storage offsets from a vacancy's site to its neighbours.
  [[nodiscard]] const std::int32_t* offsets(VacancyId v) const {
    return slab_->neighbours().at(list_[v.value].row);
  }
  /// The vacancy at a site. REQUIRES vacant(site).
  [[nodiscard]] VacancyId find(SiteId s) const {
    if (!indexed_) return search(s);
    moves_unasked_ = 0;
    std::uint32_t v = blocks_[s.value / block];
    while (list_[v].site != s.value) v = list_[v].next;
    return {v};
  }

  /// Bring memory closer: of a vacancy's place in the list; once that is there, of what is around
  /// it.
  [[gnu::always_inline]] void expect(VacancyId v) const { __builtin_prefetch(&list_[v.value]); }
  [[gnu::always_inline]] void prefetch(VacancyId v) const {
    const Entry& e = list_[v.value];
    const std::int32_t* const offsets = slab_->neighbours().at(e.row);
    __builtin_prefetch(bytes_.data() + e.site);
    for (std::size_t d = 0; d < neighbour_count; ++d)
      __builtin_prefetch(bytes_.data() + e.site + offsets[d]);
  }
  /// Whether moves look if it is crowded around them, as from the start, or say that it is.
  void watch(bool watching) { watching_ = watching; }

  /// Make an atom's site vacant; the new vacancy has the highest number.
  /// REQUIRES a wrapped cell of the slab, not vacant. Returns `crowded`.
  bool vacate(const Cell&);
  /// Put an atom on a vacancy; the last vacancy takes over its number.
  bool fill(VacancyId);
  /// Move a vacancy one step in a 1NN direction, to `target`; what comes back is of both sites.
  /// REQUIRES that the target is `slab().neighbour(cell(v), direction)`, an atom of the slab.
  ///
  /// What these three return is false exactly if no other vacancy lies on, or counts towards, a
  /// neighbour of the sites touched: then no other vacancy's rates can have changed, and a
  /// vacancy moved there is alone. It costs little, as the bytes pass through registers anyway.
  bool move(VacancyId, int direction, const Cell& target);

  /// Recount everything; throws Error if an invariant does not hold. For tests and debug runs.
  void check() const;
  /// Bytes held.
  [[nodiscard]] std::size_t memory() const;
  /// Do the chains around a hop never meet, nor go on elsewhere at their ends? Not in small or
  /// periodic boxes.
  [[nodiscard]] bool chains_apart() const { return fast_layers_ > 0 && fast_from_ == 0; }

  static constexpr std::uint8_t vacant_bit = 0x40, environment_bits = 0x3f;
  static constexpr int states = 128;

 private:
  struct Entry {
    std::uint32_t site;
    std::uint32_t next;  ///< vacancy of the same block, or `none`
    std::uint32_t row;   ///< place of its neighbours' offsets
    std::uint16_t i, j, k;
    // One by one, as they are read: what is written in halves and read whole at once makes a
    // processor wait. That was a tenth of a hop.
    void put(SiteId s, const Cell& c, std::uint32_t place) {
      site = s.value;
      row = place;
      i = static_cast<std::uint16_t>(c.i);
      j = static_cast<std::uint16_t>(c.j);
      k = static_cast<std::uint16_t>(c.k);
    }
  };
  /// What a hop in one direction does to the bytes around: at most ten chains have a part in it,
  /// and each is changed by one addition, whose carries cannot pass from byte to byte since every
  /// sum is the byte of a site.
  struct HopPattern {
    static constexpr std::size_t width = 10, pairs = width / 2;
    Stencil first;                         ///< of each window
    std::array<TwoWords, pairs> leave{};   ///< added when the vacancy leaves its old site
    std::array<TwoWords, pairs> arrive{};  ///< added when it arrives at the new one
    std::array<TwoWords, pairs> hop{};     ///< the sum of both
    std::array<TwoWords, pairs> sites{};   ///< 0xff where a byte takes part
  };
  static constexpr std::uint8_t one_nn1 = 7, one_nn2 = 1;
  static constexpr std::uint32_t block = 16, none = 0xffffffff;

  [[nodiscard]] HopPattern hop_pattern(std::size_t direction) const;
  [[nodiscard]] bool windows_apart() const;
  void move_windows(const Entry&, int direction);
  [[nodiscard]] bool move_windows_and_look(const Entry&, int direction);
  std::uint8_t add_around(SiteId, const Cell&);
  std::uint8_t subtract_around(SiteId, const Cell&);
  [[nodiscard]] VacancyId search(SiteId) const;
  void index() const;
  // What it takes to make the index, in looks at an entry of the list.
  [[nodiscard]] std::size_t cost_of_index() const { return blocks_.size() / 8 + 3 * list_.size(); }
  // A move keeps the index as long as that has cost less since the last `find` than to make it.
  [[nodiscard]] bool keep_index() {
    constexpr std::size_t looks_a_move = 16;
    indexed_ = indexed_ && ++moves_unasked_ * looks_a_move <= cost_of_index();
    return indexed_;
  }
  void link(std::uint32_t v) const {
    std::uint32_t& head = blocks_[list_[v].site / block];
    list_[v].next = head;
    head = v;
  }
  // Where the number of a vacancy stands: at the head of its block or in the entry before.
  [[nodiscard]] std::uint32_t& reference(std::uint32_t v) const {
    std::uint32_t* at = &blocks_[list_[v].site / block];
    while (*at != v) at = &list_[*at].next;
    return *at;
  }

  const Slab* slab_;
  std::array<HopPattern, nn1_count> patterns_;
  int fast_from_ = 0;         ///< first layer from which hops go by windows,
  unsigned fast_layers_ = 0;  ///< and how many; none in boxes so small that windows would meet
  std::vector<std::uint8_t, LargePages<std::uint8_t>> bytes_;
  bool watching_ = true;
  // Moves keep the index of places while it is in use, which `find` knows and may make it anew; so
  // it is mutable. To keep it costs a hop of a lone vacancy a third of its time.
  mutable bool indexed_ = true;
  mutable std::size_t moves_unasked_ = 0;  ///< since `find` used it
  mutable std::size_t looks_ = 0;          ///< at entries, by `find`, since there was one
  mutable std::vector<std::uint32_t, LargePages<std::uint32_t>> blocks_;  ///< first vacancy of
                                                                          ///< every 16 places
  mutable std::vector<Entry, LargePages<Entry>> list_;  ///< of which `next` belongs to the index
};

inline std::uint8_t Occupation::add_around(SiteId s, const Cell& c) {
  const std::int32_t* const offsets = slab_->offsets(c);
  std::uint8_t* const here = bytes_.data() + s.value;
  std::uint8_t others = *here;
  for (std::size_t d = 0; d < neighbour_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    others |= b;
    b = static_cast<std::uint8_t>(b + (d < nn1_count ? one_nn1 : one_nn2));
  }
  *here |= vacant_bit;
  return others;
}

inline std::uint8_t Occupation::subtract_around(SiteId s, const Cell& c) {
  const std::int32_t* const offsets = slab_->offsets(c);
  std::uint8_t* const here = bytes_.data() + s.value;
  *here &= environment_bits;
  std::uint8_t others = *here;
  for (std::size_t d = 0; d < neighbour_count; ++d) {
    std::uint8_t& b = here[offsets[d]];
    b = static_cast<std::uint8_t>(b - (d < nn1_count ? one_nn1 : one_nn2));
    others |= b;
  }
  return others;
}

inline void Occupation::move_windows(const Entry& e, int direction) {
  const HopPattern& pattern = patterns_[static_cast<std::size_t>(direction)];
  const std::int32_t* const offsets = pattern.first({e.i, e.j, e.k});
  std::uint8_t* const here = bytes_.data() + e.site;
  for (std::size_t n = 0; n < HopPattern::pairs; ++n) {
    std::uint8_t* const first = here + offsets[2 * n];
    std::uint8_t* const second = here + offsets[2 * n + 1];
    store(first, second, load(first, second) + pattern.hop[n]);
  }
}

inline bool Occupation::move_windows_and_look(const Entry& e, int direction) {
  const HopPattern& pattern = patterns_[static_cast<std::size_t>(direction)];
  const std::int32_t* const offsets = pattern.first({e.i, e.j, e.k});
  std::uint8_t* const here = bytes_.data() + e.site;
  TwoWords others{};
  for (std::size_t n = 0; n < HopPattern::pairs; ++n) {
    std::uint8_t* const first = here + offsets[2 * n];
    std::uint8_t* const second = here + offsets[2 * n + 1];
    const TwoWords without = load(first, second) + pattern.leave[n];
    others |= without & pattern.sites[n];
    store(first, second, without + pattern.arrive[n]);
  }
  return (others[0] | others[1]) != 0;
}

[[gnu::always_inline]] inline bool Occupation::move(VacancyId v, int direction,
                                                    const Cell& target) {
  Entry& e = list_[v.value];
  const SiteId to = beside({e.site}, offsets(v)[direction]);
  bool crowded;
  if (static_cast<unsigned>(e.k - fast_from_) < fast_layers_) {
    if (watching_) {
      crowded = move_windows_and_look(e, direction);
    } else {
      move_windows(e, direction);
      crowded = true;
    }
  } else {
    std::uint8_t others = subtract_around({e.site}, {e.i, e.j, e.k});
    others |= add_around(to, target);
    crowded = others != 0;
  }
  const bool relinked = keep_index() && e.site / block != to.value / block;
  if (relinked) reference(v.value) = e.next;
  e.put(to, target, slab_->neighbours().place(target));
  if (relinked) link(v.value);
  return crowded;
}

}  // namespace lacuna::lattice
