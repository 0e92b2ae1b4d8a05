#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "interface/case.hpp"
#include "nucleation/cache.hpp"
#include "nucleation/voids.hpp"

namespace lacuna::cell {

/// Voids of one region: what was counted, and what follows.
struct Source {
  nucleation::Conditions at;
  nucleation::VoidCounts counts;  ///< attachment with the clock factor
  nucleation::Voids voids;
};

/// The wall where the ceramic is another one.
struct PatchSource {
  Source wall;
  double share = 0.0;  ///< of the interface
};

/// Where voids come from: the wall, and the metal near it. Where the interface has classes of
/// sites, each is a wall of its own, as if it were wider than a void.
struct Sources {
  Source wall;  ///< of class 0
  Source bulk;
  std::vector<PatchSource> patches = {};  ///< of the others

  /// The same as if voids of up to `largest` were counted (nucleation::Voids::extrapolated).
  [[nodiscard]] Sources extrapolated(int largest) const;
  /// Share of the interface that is of class 0.
  [[nodiscard]] double rest() const;
  /// Calls `use(source, share)` with every wall that has a share.
  template <class Use>
  void each_wall(Use use) const {
    if (rest() > 0) use(wall, rest());
    for (const PatchSource& patch : patches)
      if (patch.share > 0) use(patch.wall, patch.share);
  }
  /// The wall with most births at a fugacity.
  [[nodiscard]] const Source& busiest_wall(double fugacity) const;
};

/// Where vacancies come from that join a void at the wall.
enum class Around : std::uint8_t {
  endless,  ///< from far away
  box,      ///< from the far side of the case's own box, which repeats itself laterally
};

/// All that the counting of a region's voids depends on. Cases that differ in the ceramic, the
/// normal or the clock alone share those of the bulk.
struct Counting {
  nucleation::Conditions at;
  nucleation::Hops hops{};
  std::optional<nucleation::Box> box = std::nullopt;
};
/// Throws InputError where the case says what the counting of voids does not know: no bonds, a
/// barrier table, the law `uphill`. Of the wall as if all of its sites were of class 0.
[[nodiscard]] Counting counting(const interface::Case&, nucleation::Region,
                                Around = Around::endless);
/// All that a case's sources need, in the order of `sources`. Throws as `counting`.
[[nodiscard]] std::vector<Counting> countings(const interface::Case&, Around = Around::endless);
/// What was counted, as voids of this case. Throws as nucleation::Voids. REQUIRES counts of its
/// `counting`.
[[nodiscard]] Source source(const interface::Case&, nucleation::Region, nucleation::VoidCounts);
/// The same of all. REQUIRES counts of its `countings`.
[[nodiscard]] Sources sources(const interface::Case&, std::vector<nucleation::VoidCounts>);

/// Counts the voids of a case, or finds them in the cache. Throws as `counting` and
/// nucleation::count_voids do.
[[nodiscard]] Sources count_sources(const interface::Case&, const nucleation::Cache&,
                                    const nucleation::Effort&, Around = Around::endless);

}  // namespace lacuna::cell
