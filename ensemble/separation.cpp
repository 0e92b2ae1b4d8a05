#include "ensemble/separation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ensemble/theory_energy.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {
namespace {

using Quantity = Separation::Quantity;

constexpr double energy_error = 0.01;  // [eV]
constexpr double exponent_error = 0.02;
const double frequency_error = std::log(frequency_uncertainty);

void add(std::vector<Separation>& list, Quantity quantity, const std::optional<Estimate>& first,
         const std::optional<Estimate>& second, double measuring) {
  if (!first || !second) return;
  const double error = std::hypot(first->error, second->error, measuring);
  if (std::isfinite(error)) list.push_back({quantity, first->value, second->value, error});
}

/// In metal eight times as thick, by theory [eV]; empty where that does not hold.
std::optional<Estimate> thick_energy(const Plan& plan, const BranchResult& result) {
  const Case c = plan.branches[result.branch].vary(result.parameters);
  const auto energy = theory_energy(with_total_layers(c, 8 * total_layers(c)), plan.temperatures);
  return energy ? std::optional(Estimate{*energy, 0.0, {}}) : std::nullopt;
}

/// As it was found: without bonds theory has none, but no exponent is said that was not measured.
std::optional<Estimate> exponent(const BranchResult& result) {
  return result.rate ? std::optional(result.rate->exponent) : std::nullopt;
}

std::optional<Estimate> other_energy(const BranchResult& result) {
  if (!result.rate) return {};
  return result.same_ramp == SameRamp::charge ? result.rate->energy_fixed
                                              : result.rate->energy_charge;
}

std::optional<Estimate> coldest(const BranchResult& result) {
  return result.cells.empty() ? std::nullopt : result.cells.front().median;
}

}  // namespace

double Separation::standard_errors() const { return std::abs(first - second) / error; }

std::vector<Separation> separations(const Plan& plan, const BranchResult& first,
                                    const BranchResult& second) {
  std::vector<Separation> list;
  add(list, Quantity::thickness, thick_energy(plan, first), thick_energy(plan, second),
      energy_error);
  add(list, Quantity::rate_exponent, exponent(first), exponent(second), exponent_error);
  if (first.same_ramp == second.same_ramp)
    add(list, Quantity::other_ramps, other_energy(first), other_energy(second), energy_error);
  add(list, Quantity::current, coldest(first), coldest(second), frequency_error);
  std::stable_sort(list.begin(), list.end(), [](const Separation& a, const Separation& b) {
    return a.standard_errors() > b.standard_errors();
  });
  return list;
}

}  // namespace lacuna::ensemble
