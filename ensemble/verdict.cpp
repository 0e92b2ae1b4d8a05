#include "ensemble/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::ensemble {

Verdict verdict_of(const EnergyComparison& comparison, double error,
                   const MeasuredEnergy& measured) {
  if (std::abs(comparison.z) > 2) return Verdict::differs;
  const double sharpness = std::max({measured.error, (measured.high - measured.low) / 2, 0.01});
  return error <= sharpness ? Verdict::agrees : Verdict::undecided;
}

Verdict verdict_of(const EnergyComparison& comparison, const Arrhenius& line,
                   const MeasuredEnergy& measured) {
  constexpr double most_unseen = 0.5;  // beyond, it all rests on the shape of the scatter
  if (line.censored_share > most_unseen) return Verdict::undecided;
  return verdict_of(comparison, line.activation_energy.error, measured);
}

Verdict verdict_of(const PrefactorProfile& profile) {
  constexpr double least_p = 0.05;
  if (!profile.p) return Verdict::undecided;
  return *profile.p >= least_p ? Verdict::agrees : Verdict::differs;
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
    const EnergyComparison comparison = compare(energy, measured);
    if (verdict_of(comparison, energy.error, measured) == Verdict::agrees)
      like.emplace_back(std::abs(comparison.z), row);
  }
  std::sort(like.begin(), like.end());
  std::vector<std::size_t> rows;
  for (const auto& [distance, row] : like) rows.push_back(row);
  return rows;
}

}  // namespace lacuna::ensemble
