#pragma once

#include <cstdint>
#include <optional>

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

/// Where voids come from: the wall, and the metal near it.
struct Sources {
  Source wall, bulk;
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
  nucleation::Hops hops;
  std::optional<nucleation::Box> box = std::nullopt;
};
/// Throws InputError where the case says what the counting of voids does not know: no bonds,
/// classes of sites, a barrier table, the law `uphill`.
[[nodiscard]] Counting counting(const interface::Case&, nucleation::Region,
                                Around = Around::endless);
/// What was counted, as voids of this case. Throws as nucleation::Voids. REQUIRES counts of its
/// `counting`.
[[nodiscard]] Source source(const interface::Case&, nucleation::Region, nucleation::VoidCounts);

/// Counts the voids of a case, or finds them in the cache. Throws as `counting` and
/// nucleation::count_voids do.
[[nodiscard]] Sources count_sources(const interface::Case&, const nucleation::Cache&,
                                    const nucleation::Effort&, Around = Around::endless);

}  // namespace lacuna::cell
