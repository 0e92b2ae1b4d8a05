#pragma once

#include "interface/voltage.hpp"

namespace lacuna::cell {

/// Onset as the experiment sees it: the overpotential that the analysis looks at
/// (interface::Overpotential::watched) is above the straight line of full contact and small current
/// by the relative excess that the case states (onset.voltage). Contact that is lost does not come
/// back, so no window is kept.
class VoltageOnset {
 public:
  /// REQUIRES a case in metal as thick as the cell's, whose j_pred is that of the cell.
  explicit VoltageOnset(const interface::Case& c)
      : overpotential_(c), least_(c.onset.voltage_excess) {}

  /// [V] at current density j [1/(A^2 s)], the share of contact that is left, and what voids add to
  /// the area resistance [V A^2 s].
  [[nodiscard]] double voltage(double density, double contact, double constriction) const {
    return overpotential_(density, contact) + density * constriction;
  }
  /// Relative excess less what makes it onset: onset is where that is no longer negative.
  [[nodiscard]] double margin(double density, double contact, double constriction) const {
    if (!(density > 0)) return -least_;
    const double line = density * overpotential_.watched_resistance();
    const double watched = overpotential_.watched(density, contact) + density * constriction;
    return watched / line - 1 - least_;
  }

 private:
  interface::Overpotential overpotential_;
  double least_;
};

}  // namespace lacuna::cell
