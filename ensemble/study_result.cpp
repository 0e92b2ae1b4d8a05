#include "ensemble/study_result.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "ensemble/rounds.hpp"
#include "ensemble/warnings.hpp"

namespace lacuna::ensemble {
namespace {

std::optional<MeasuredEnergy> measured_energy(const Plan& plan, const std::string& name) {
  const auto row = std::find_if(plan.experiment.begin(), plan.experiment.end(),
                                [&](const MeasuredRow& each) { return each.name == name; });
  return row == plan.experiment.end() ? std::nullopt : std::optional(row->energy);
}

void compare_with_experiment(const Plan& plan, BranchResult& r) {
  const std::string& measured = plan.branches[r.branch].measured;
  r.measured = measured_energy(plan, measured);
  if (!r.arrhenius) return;
  r.like = rows_like(plan, r.arrhenius->activation_energy);
  if (r.measured) {
    r.agreement = Agreement{compare(r.arrhenius->activation_energy, *r.measured), 0.0};
    r.verdict = verdict_of(r.agreement->comparison, *r.arrhenius, *r.measured);
  } else if (measured == "points") {
    r.profile = profile_prefactor(plan.measured_points, *r.arrhenius, plan.confidence.level);
    r.verdict = verdict_of(*r.profile);
  }
}

/// Branches that are compared with the same row share their weights, at each combination of grid
/// values: these are no hypotheses.
void share_weights(const Plan& plan, std::vector<BranchResult>& branches) {
  std::map<std::pair<std::string, std::vector<std::string>>, std::vector<BranchResult*>> groups;
  for (BranchResult& r : branches) {
    const Branch& branch = plan.branches[r.branch];
    if (r.agreement) groups[{branch.measured, branch.grid}].push_back(&r);
  }
  for (const auto& [row_and_grid, compared] : groups) {
    std::vector<double> likelihoods;
    for (const BranchResult* r : compared)
      likelihoods.push_back(r->agreement->comparison.log_likelihood);
    const auto weights = posterior_weights(likelihoods);
    for (std::size_t n = 0; n < compared.size(); ++n) compared[n]->agreement->weight = weights[n];
  }
}

void analyse_fit(const Plan& plan, const Records& records, StudyResult& result) {
  for (std::size_t b = 0; b < plan.fit->branches.size(); ++b) {
    std::vector<Evaluation> done;
    for (const Setting& setting : fit_rounds(plan, records, b).evaluations) {
      result.evaluations.push_back(branch_result(plan, records, setting));
      const BranchResult& r = result.evaluations.back();
      if (r.arrhenius) done.push_back({setting.parameters, *r.arrhenius});
    }
    for (std::size_t t = 0; t < plan.fit->targets.size(); ++t) {
      result.fits.push_back(
          fit_target(*plan.fit, plan.fit->targets[t], done, plan.confidence.level));
      result.fits.back().branch = b;
      result.fits.back().target = t;
    }
  }
}

}  // namespace

StudyResult analyse(const Plan& plan, const Records& records) {
  StudyResult result;
  for (std::size_t b = 0; b < plan.branches.size(); ++b) {
    BranchResult& branch =
        result.branches.emplace_back(branch_result(plan, records, {false, b, {}}));
    compare_with_experiment(plan, branch);
    branch.absolute = absolute_current(plan, branch);
  }
  share_weights(plan, result.branches);
  result.differences = energy_differences(plan, records, result.branches);
  if (plan.extrapolate) result.sizes = at_target_size(plan, result.branches);
  if (plan.fit) analyse_fit(plan, records, result);
  result.clock_factors = clock_factors(result.branches);
  result.conclusion = conclude(plan, result.branches);
  result.warnings = study_warnings(result);
  return result;
}

}  // namespace lacuna::ensemble
