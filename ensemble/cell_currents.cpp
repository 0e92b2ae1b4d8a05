#include "ensemble/cell_currents.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "ensemble/measured_slope.hpp"
#include "ensemble/normal.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {
namespace {

/// Between two neighbours of a list, by 1/kT; of the same index at one of them.
struct Place {
  std::size_t cold, warm;
  double part;  ///< of the way to `warm`
};

/// Empty beyond the temperatures, which rise.
template <class List, class Get>
std::optional<Place> place_of(double temperature, const List& list, Get temperature_of) {
  const auto above = std::find_if(list.begin(), list.end(), [&](const auto& each) {
    return temperature_of(each) >= temperature;
  });
  if (above == list.end()) return {};
  const auto warm = static_cast<std::size_t>(above - list.begin());
  if (temperature_of(*above) == temperature) return Place{warm, warm, 0.0};
  if (warm == 0) return {};
  const double from = inverse_thermal_energy(temperature_of(list[warm - 1]));
  const double part = (inverse_thermal_energy(temperature) - from) /
                      (inverse_thermal_energy(temperature_of(*above)) - from);
  return Place{warm - 1, warm, part};
}

std::optional<CellCurrent> current_at(double temperature, std::span<const CellCurrent> cells) {
  const auto place =
      place_of(temperature, cells, [](const auto& each) { return each.temperature; });
  if (!place) return {};
  if (place->cold == place->warm) return cells[place->warm];  // whose interval may be open
  const CellCurrent &cold = cells[place->cold], &warm = cells[place->warm];
  return CellCurrent{temperature,
                     std::lerp(cold.log_density, warm.log_density, place->part),
                     {std::lerp(cold.interval.low, warm.interval.low, place->part),
                      std::lerp(cold.interval.high, warm.interval.high, place->part)}};
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

std::optional<SlopeAtPoints> slope_at_points(std::span<const double> temperatures,
                                             std::span<const MeasuredPoint> points) {
  std::vector<MeasuredPoint> compared;
  std::vector<Place> places;
  for (const MeasuredPoint& point : points) {
    const auto place = place_of(point.temperature, temperatures, std::identity());
    if (!place) continue;
    compared.push_back(point);
    places.push_back(*place);
  }
  const auto line = line_through(compared);
  if (!line) return {};
  SlopeAtPoints found{*measured_slope(compared), std::vector(temperatures.size(), 0.0)};
  for (std::size_t k = 0; k < places.size(); ++k) {
    found.weights[places[k].cold] += (1 - places[k].part) * line->slope_weights[k];
    found.weights[places[k].warm] += places[k].part * line->slope_weights[k];
  }
  return found;
}

Verdict verdict_with_currents(std::optional<Verdict> on_energy, const CellCurrents& currents) {
  const Verdict on_slope = currents.slope ? currents.slope->verdict : Verdict::compatible;
  const Verdict own = on_energy.value_or(Verdict::compatible);
  if (!currents.all_met() || on_slope == Verdict::not_compatible) return Verdict::not_compatible;
  return own != Verdict::not_compatible && on_slope == Verdict::undecided ? on_slope : own;
}

}  // namespace lacuna::ensemble
