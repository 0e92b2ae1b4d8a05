#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "ensemble/hypotheses.hpp"
#include "ensemble/resampling.hpp"
#include "ensemble/verdict.hpp"

namespace lacuna::ensemble {

/// The critical current of a cell at one temperature, with its systematic interval.
struct CellCurrent {
  double temperature = 0.0;  ///< [K]
  double log_density = 0.0;  ///< ln(j / (1/(A^2 s)))
  Interval interval;         ///< of log_density
};

/// Measured critical currents beside those of a cell.
struct CellCurrents {
  std::size_t compared = 0;            ///< measured within the temperatures of the cell's currents
  std::size_t met = 0;                 ///< of these: a current lies in both intervals
  double lowest = 0.0, highest = 0.0;  ///< the cell's currents over the measured ones
  [[nodiscard]] bool all_met() const { return met == compared; }
};

/// Between neighbouring temperatures ln j and the ends of its interval are linear in 1/kT; beyond
/// them nothing is extrapolated. `level` is that of the measured intervals, of normal errors. Empty
/// where no point can be compared. REQUIRES rising temperatures.
[[nodiscard]] std::optional<CellCurrents> compare_currents(std::span<const CellCurrent>,
                                                           std::span<const MeasuredPoint>,
                                                           double level);

/// A verdict needs both: a hypothesis whose E_A is compatible and whose currents are not is not
/// compatible. Without an energy to compare with (empty) the currents decide.
[[nodiscard]] Verdict verdict_with_currents(std::optional<Verdict> on_energy, const CellCurrents&);

}  // namespace lacuna::ensemble
