#include "ensemble/separation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "interface/theory.hpp"

namespace lacuna::ensemble {
namespace {

using Quantity = Separation::Quantity;

constexpr double energy_error = 0.01;  // [eV]
constexpr double exponent_error = 0.02;
const double frequency_error = std::log(3.0);

void add(std::vector<Separation>& list, Quantity quantity, const std::optional<Estimate>& first,
         const std::optional<Estimate>& second, double measuring) {
  if (!first || !second) return;
  const double error = std::hypot(first->error, second->error, measuring);
  if (std::isfinite(error)) list.push_back({quantity, first->value, second->value, error});
}

/// -d ln r(theta_c) / d(1/kT) over the plan's temperatures [eV] in a slab eight times as thick; empty where theory does
/// not hold.
std::optional<Estimate> thick_energy(const Plan& plan, const BranchResult& result) {
  const double cold = plan.temperatures.front(), hot = plan.temperatures.back();
  const auto at = [&](double temperature) {
    Case c = plan.branches[result.branch].vary(result.parameters);
    c.temperature = temperature;
    return c;
  };
  Case values = at(cold);
  if (values.metal.bond_nn1 != 0 || values.metal.bond_nn2 != 0 || !(hot > cold) ||
      (values.far_side.kind != interface::FarSide::sink && values.far_side.kind != interface::FarSide::thick))
    return {};
  const auto log_rate = [&](double temperature) {
    Case c = at(temperature);
    (c.far_side.kind == interface::FarSide::thick ? c.far_side.layers : c.metal.layers) = 8 * total_layers(c);
    return std::log(interface::stripping_rate(c, c.onset.coverage_threshold));
  };
  Estimate energy;
  energy.value = -(log_rate(cold) - log_rate(hot)) / (inverse_thermal_energy(cold) - inverse_thermal_energy(hot));
  return energy;
}

/// Without bonds onset is a steady state, which a ramp that is slow enough does not change.
std::optional<Estimate> exponent(const Plan& plan, const BranchResult& result) {
  if (result.rate) return result.rate->exponent;
  const Case values = plan.branches[result.branch].vary(result.parameters);
  const bool bonds = values.metal.bond_nn1 != 0 || values.metal.bond_nn2 != 0;
  const auto slow = [](const CellResult& cell) { return cell.lag && *cell.lag <= 0.05; };
  const bool steady = !bonds && std::all_of(result.cells.begin(), result.cells.end(), slow);
  return steady ? std::optional(Estimate{}) : std::nullopt;
}

std::optional<Estimate> other_energy(const BranchResult& result) {
  if (!result.rate) return {};
  return result.same_ramp == SameRamp::charge ? result.rate->energy_fixed : result.rate->energy_charge;
}

std::optional<Estimate> coldest(const BranchResult& result) {
  return result.cells.empty() ? std::nullopt : result.cells.front().median;
}

}  // namespace

double Separation::standard_errors() const { return std::abs(first - second) / error; }

std::vector<Separation> separations(const Plan& plan, const BranchResult& first, const BranchResult& second) {
  std::vector<Separation> list;
  add(list, Quantity::thickness, thick_energy(plan, first), thick_energy(plan, second), energy_error);
  add(list, Quantity::rate_exponent, exponent(plan, first), exponent(plan, second), exponent_error);
  if (first.same_ramp == second.same_ramp)
    add(list, Quantity::other_ramps, other_energy(first), other_energy(second), energy_error);
  add(list, Quantity::current, coldest(first), coldest(second), frequency_error);
  std::stable_sort(list.begin(), list.end(),
                   [](const Separation& a, const Separation& b) { return a.standard_errors() > b.standard_errors(); });
  return list;
}

}  // namespace lacuna::ensemble
