#include "ensemble/verdict.hpp"

#include <algorithm>
#include <utility>

namespace lacuna::ensemble {

Verdict verdict_of(const EnergyComparison& comparison, double error,
                   const MeasuredEnergy& measured) {
  if (comparison.overlap == Overlap::outside) return Verdict::not_compatible;
  const double sharpness = std::max({measured.error, (measured.high - measured.low) / 2, 0.01});
  return error <= sharpness ? Verdict::compatible : Verdict::undecided;
}

Verdict verdict_of(const PrefactorProfile& profile) {
  constexpr double least_p = 0.05;
  if (!profile.p) return Verdict::undecided;
  return *profile.p >= least_p ? Verdict::compatible : Verdict::not_compatible;
}

Verdict verdict_on_ramps(std::optional<Verdict> charge, std::optional<Verdict> fixed,
                         MeasuredRamp measured) {
  if (!charge && !fixed) return Verdict::undecided;
  if (measured == MeasuredRamp::charge) return charge.value_or(Verdict::needs_other);
  if (measured == MeasuredRamp::fixed) return fixed.value_or(Verdict::needs_other);
  if (!charge || !fixed) return Verdict::needs_other;
  if (*charge == *fixed) return *charge;
  if (*charge == Verdict::undecided || *fixed == Verdict::undecided) return Verdict::undecided;
  return *charge == Verdict::compatible ? Verdict::charge_only : Verdict::fixed_only;
}

bool survives(Verdict verdict) {
  return verdict == Verdict::compatible || verdict == Verdict::by_construction ||
         verdict == Verdict::charge_only || verdict == Verdict::fixed_only;
}

Verdict without_evidence(Verdict verdict) {
  return verdict == Verdict::compatible ? Verdict::by_construction : verdict;
}

std::vector<std::size_t> compared_rows(const Plan& plan) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < plan.experiment.size(); ++row) {
    const std::string& name = plan.experiment[row].name;
    if (std::any_of(plan.branches.begin(), plan.branches.end(),
                    [&](const Branch& branch) { return branch.measured == name; }))
      rows.push_back(row);
  }
  return rows;
}

std::vector<std::size_t> rows_like(const Plan& plan, const Estimate& energy) {
  std::vector<std::pair<double, std::size_t>> like;
  for (const std::size_t row : compared_rows(plan)) {
    const MeasuredEnergy& measured = plan.experiment[row].energy;
    const EnergyComparison comparison = compare(energy, measured, plan.confidence.level);
    if (verdict_of(comparison, energy.error, measured) == Verdict::compatible)
      like.emplace_back(comparison.distance, row);
  }
  std::sort(like.begin(), like.end());
  std::vector<std::size_t> rows;
  for (const auto& [distance, row] : like) rows.push_back(row);
  return rows;
}

}  // namespace lacuna::ensemble
