#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

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

/// E_A [eV] through measured critical currents, beside that of the cell's own at the same
/// temperatures. What is not known of the cell moves its currents together, and so this less.
struct CellSlope {
  Estimate cell;
  MeasuredEnergy measured;
  EnergyComparison comparison;
  Verdict verdict = Verdict::undecided;
};

/// Measured critical currents beside those of a cell.
struct CellCurrents {
  std::size_t compared = 0;            ///< measured within the temperatures of the cell's currents
  std::size_t met = 0;                 ///< of these: a current lies in both intervals
  double lowest = 0.0, highest = 0.0;  ///< the cell's currents over the measured ones
  std::optional<CellSlope> slope;      ///< where they are of two temperatures or more
  [[nodiscard]] bool all_met() const { return met == compared; }
};

/// Between neighbouring temperatures ln j and the ends of its interval are linear in 1/kT; beyond
/// them nothing is extrapolated. `level` is that of the measured intervals, of normal errors. Empty
/// where no point can be compared. REQUIRES rising temperatures.
[[nodiscard]] std::optional<CellCurrents> compare_currents(std::span<const CellCurrent>,
                                                           std::span<const MeasuredPoint>,
                                                           double level);

/// The line through the measured points that can be compared, by their errors. At the cell the same
/// line is a sum of its ln j: d ln j/d(1/kT) = sum_k weights_k ln j_k, between temperatures as
/// above. Empty below two temperatures. REQUIRES rising temperatures [K].
struct SlopeAtPoints {
  MeasuredEnergy measured;
  std::vector<double> weights;  ///< (temperatures) [eV]
};
[[nodiscard]] std::optional<SlopeAtPoints> slope_at_points(std::span<const double> temperatures,
                                                           std::span<const MeasuredPoint>);

/// A verdict needs E_A, every current, and the slope of the currents: a hypothesis one of which is
/// not compatible is not. Without an energy to compare with (empty) the currents decide.
[[nodiscard]] Verdict verdict_with_currents(std::optional<Verdict> on_energy, const CellCurrents&);

}  // namespace lacuna::ensemble
