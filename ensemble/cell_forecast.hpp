#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "nucleation/cache.hpp"

namespace lacuna::ensemble {

/// What the cells of a study have ahead, known before anything is counted.
struct CellForecast {
  std::size_t cells = 0;        ///< hypotheses x thicknesses x temperatures
  std::size_t changed = 0;      ///< and those of what would decide (discrimination.hpp)
  std::size_t sets = 0;         ///< sets of voids that they share
  std::size_t counted = 0;      ///< of these, in the cache already
  double moves = 0.0;           ///< of clusters, that are left to try, if these are enough
  std::size_t evaluations = 0;  ///< of the fit, at most, each of a cell at every temperature, whose
                                ///< voids are not among the sets
  /// Cells that will be refused as they stand, and why, as far as that is known without counting:
  /// the field's lag, what voids do not know, a wall that wets, flaws without bonds. Also what does
  /// nothing there, and flaws that are high beside the metal.
  std::vector<std::string> warnings;
};

/// Throws SystemFailure. REQUIRES Plan::cell.
[[nodiscard]] CellForecast forecast_cells(const Plan&, const nucleation::Cache&);

}  // namespace lacuna::ensemble
