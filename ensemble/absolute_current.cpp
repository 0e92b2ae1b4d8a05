#include "ensemble/absolute_current.hpp"

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"

namespace lacuna::ensemble {
namespace {

const CellResult& nearest_to_room(const std::vector<CellResult>& cells) {
  const auto apart = [](const CellResult& cell) {
    return std::abs(cell.sample.temperature - 300.0);
  };
  return *std::min_element(
      cells.begin(), cells.end(),
      [&](const CellResult& a, const CellResult& b) { return apart(a) < apart(b); });
}

}  // namespace

std::optional<AbsoluteCurrent> absolute_current(const Plan& plan, const BranchResult& result) {
  if (result.cells.empty()) return {};
  const CellResult& cell = nearest_to_room(result.cells);
  if (!cell.median || !std::isfinite(cell.median->value)) return {};
  AbsoluteCurrent absolute;
  absolute.temperature = cell.sample.temperature;
  absolute.log_current = *cell.median;
  if (plan.measured_points.empty()) {
    const auto factor = [](double log_current) {
      return constants::mA_per_cm2 / std::exp(log_current);
    };
    absolute.clock_factor = factor(cell.median->value);
    absolute.clock_factor_interval = {factor(cell.median->interval.high),
                                      factor(cell.median->interval.low)};
  } else {
    if (!result.arrhenius) return {};
    const PrefactorProfile profile =
        profile_prefactor(plan.measured_points, *result.arrhenius, plan.confidence.level);
    absolute.clock_factor = profile.clock_factor();
    absolute.clock_factor_interval = profile.clock_factor_interval();
  }
  absolute.barrier =
      -std::log(absolute.clock_factor) / inverse_thermal_energy(absolute.temperature);
  return absolute;
}

}  // namespace lacuna::ensemble
