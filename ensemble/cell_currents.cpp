#include "ensemble/cell_currents.hpp"

#include <algorithm>
#include <cmath>

#include "ensemble/normal.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {
namespace {

/// At a temperature within those that are known; empty beyond them.
std::optional<CellCurrent> current_at(double temperature, std::span<const CellCurrent> cells) {
  const auto above = std::find_if(cells.begin(), cells.end(), [&](const CellCurrent& each) {
    return each.temperature >= temperature;
  });
  if (above == cells.end()) return {};
  if (above->temperature == temperature) return *above;
  if (above == cells.begin()) return {};
  const CellCurrent &cold = *(above - 1), &warm = *above;
  const double from = inverse_thermal_energy(cold.temperature);
  const double part = (inverse_thermal_energy(temperature) - from) /
                      (inverse_thermal_energy(warm.temperature) - from);
  return CellCurrent{temperature,
                     std::lerp(cold.log_density, warm.log_density, part),
                     {std::lerp(cold.interval.low, warm.interval.low, part),
                      std::lerp(cold.interval.high, warm.interval.high, part)}};
}

}  // namespace

std::optional<CellCurrents> compare_currents(std::span<const CellCurrent> cells,
                                             std::span<const MeasuredPoint> points, double level) {
  CellCurrents found;
  for (const MeasuredPoint& point : points) {
    const auto cell = current_at(point.temperature, cells);
    if (!cell) continue;
    const double reach = two_sided_deviate(level) * point.error;
    const bool apart = cell->interval.high < point.log_density - reach ||
                       cell->interval.low > point.log_density + reach;
    const double ratio = std::exp(cell->log_density - point.log_density);
    found.lowest = found.compared == 0 ? ratio : std::min(found.lowest, ratio);
    found.highest = std::max(found.highest, ratio);
    ++found.compared;
    if (!apart) ++found.met;
  }
  if (found.compared == 0) return {};
  return found;
}

Verdict verdict_with_currents(std::optional<Verdict> on_energy, const CellCurrents& currents) {
  if (!currents.all_met()) return Verdict::not_compatible;
  return on_energy.value_or(Verdict::compatible);
}

}  // namespace lacuna::ensemble
