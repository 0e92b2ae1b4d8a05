#include "ensemble/absolute_current.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/constants.hpp"
#include "ensemble/branch_result.hpp"
#include "ensemble/target_size.hpp"
#include "interface/theory.hpp"

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

/// For 1 mA/cm^2 instead of the median.
void aim_at_one(AbsoluteCurrent& absolute) {
  const auto factor = [](double log_current) {
    return constants::mA_per_cm2 / std::exp(log_current);
  };
  const Estimate& log = absolute.log_current;
  absolute.clock_factor = factor(log.value);
  absolute.clock_factor_interval = {factor(log.interval.high), factor(log.interval.low)};
}

void aim_at_points(AbsoluteCurrent& absolute, const Plan& plan, const Arrhenius& line) {
  const PrefactorProfile profile =
      profile_prefactor(plan.measured_points, line, plan.confidence.level);
  absolute.clock_factor = profile.clock_factor();
  absolute.clock_factor_interval = profile.clock_factor_interval();
}

}  // namespace

std::optional<AbsoluteCurrent> absolute_current(const Plan& plan, const BranchResult& result) {
  if (result.cells.empty()) return {};
  const CellResult& cell = nearest_to_room(result.cells);
  if (!cell.median || !std::isfinite(cell.median->value)) return {};
  const bool points = !plan.measured_points.empty();
  if (points && !result.arrhenius) return {};

  Case values = plan.branches[result.branch].vary({});
  values.temperature = cell.sample.temperature;
  AbsoluteCurrent absolute;
  absolute.temperature = cell.sample.temperature;
  absolute.attempt_frequency = values.clock_factor * values.metal.hop.attempt_frequency;
  absolute.layers = interface::total_layers(values);
  absolute.area = size_of(values, TargetSize::Quantity::lateral);
  absolute.log_current = *cell.median;
  if (points) {
    aim_at_points(absolute, plan, *result.arrhenius);
  } else {
    aim_at_one(absolute);
  }
  absolute.barrier =
      -std::log(absolute.clock_factor) / inverse_thermal_energy(absolute.temperature);
  absolute.self_diffusion = interface::self_diffusion(values);
  return absolute;
}

std::optional<ClockFactors> clock_factors(std::span<const BranchResult> branches) {
  std::optional<ClockFactors> all;
  for (const BranchResult& branch : branches) {
    if (!branch.absolute) continue;
    const double factor = branch.absolute->clock_factor;
    if (!all) all = ClockFactors{factor, factor, branch.absolute->temperature};
    all->lowest = std::min(all->lowest, factor);
    all->highest = std::max(all->highest, factor);
  }
  return all;
}

}  // namespace lacuna::ensemble
