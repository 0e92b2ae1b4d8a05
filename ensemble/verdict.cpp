#include "ensemble/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna::ensemble {

const MeasuredEnergy* measured_energy(const Plan& plan, const BranchResult& result) {
  const std::string& name = plan.branches[result.branch].measured;
  const auto row =
      std::find_if(plan.experiment.begin(), plan.experiment.end(),
                   [&](const MeasuredRow& candidate) { return candidate.name == name; });
  return row == plan.experiment.end() ? nullptr : &row->energy;
}

Verdict verdict_of(const EnergyComparison& comparison, double error,
                   const MeasuredEnergy& measured) {
  if (std::abs(comparison.z) > 2) return Verdict::differs;
  const double sharpness = std::max({measured.error, (measured.high - measured.low) / 2, 0.01});
  return error <= sharpness ? Verdict::agrees : Verdict::undecided;
}

Verdict verdict_of(const Plan& plan, const BranchResult& result) {
  if (result.profile) {
    if (!result.profile->p) return Verdict::undecided;
    return *result.profile->p >= 0.05 ? Verdict::agrees : Verdict::differs;
  }
  constexpr double most_unseen = 0.5;  // more onsets are only bounds: it all rests on the shape of
                                       // the scatter
  if (!result.agreement || !result.arrhenius || result.arrhenius->censored_share > most_unseen)
    return Verdict::undecided;
  return verdict_of(result.agreement->comparison, result.arrhenius->activation_energy.error,
                    *measured_energy(plan, result));
}

}  // namespace lacuna::ensemble
