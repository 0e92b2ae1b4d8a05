#pragma once

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

/// What voids at the interface of a case depend on. Throws InputError where the case says what the
/// counting of voids does not know: no bonds, classes of sites, a barrier table, the law `uphill`.
[[nodiscard]] nucleation::Conditions conditions(const interface::Case&, nucleation::Region);

/// Counts the voids of a case, or finds them in the cache. Cases that differ in the ceramic, the
/// normal or the clock alone share those of the bulk. Throws as `conditions` and
/// nucleation::count_voids do.
[[nodiscard]] Sources count_sources(const interface::Case&, const nucleation::Cache&,
                                    const nucleation::Effort&);

}  // namespace lacuna::cell
