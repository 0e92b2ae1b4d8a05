#include "ensemble/study_result.hpp"

#include <algorithm>

#include "ensemble/rounds.hpp"
#include "ensemble/warnings.hpp"

namespace lacuna::ensemble {
namespace {

std::optional<MeasuredEnergy> measured_energy(const Plan& plan, const std::string& name) {
  const auto row = std::find_if(plan.experiment.begin(), plan.experiment.end(),
                                [&](const MeasuredRow& each) { return each.name == name; });
  return row == plan.experiment.end() ? std::nullopt : std::optional(row->energy);
}

/// What the rows and points of the experiment say of a line; empty where there is none.
std::optional<Verdict> verdict_on(const Plan& plan, const BranchResult& r,
                                  const std::optional<Arrhenius>& line) {
  constexpr double most_unseen = 0.5;  // beyond, it all rests on the shape of the scatter
  if (!line) return {};
  if (line->censored_share > most_unseen) return Verdict::undecided;
  const double level = plan.confidence.level;
  if (!r.measured) return verdict_of(profile_prefactor(plan.measured_points, *line, level));
  const Estimate& energy = line->activation_energy;
  return verdict_of(compare(energy, *r.measured, level), energy.error, *r.measured);
}

/// Theory without bonds knows no ramp, and other currents have none; else the ramp decides.
Verdict verdict_at_box(const Plan& plan, const BranchResult& r) {
  const auto own = verdict_on(plan, r, r.arrhenius).value_or(Verdict::undecided);
  if (r.by_theory_alone()) return without_evidence(own);
  if (r.same_ramp == SameRamp::none) return own;
  const auto charge = verdict_on(plan, r, r.line_under(SameRamp::charge));
  const auto fixed = verdict_on(plan, r, r.line_under(SameRamp::fixed));
  return verdict_on_ramps(charge, fixed, plan.measured_ramp);
}

/// Under the convention of what was measured where that is stated and known.
Arrhenius line_to_compare(const Plan& plan, const BranchResult& r) {
  std::optional<Arrhenius> line;
  if (plan.measured_ramp == MeasuredRamp::charge) line = r.line_under(SameRamp::charge);
  if (plan.measured_ramp == MeasuredRamp::fixed) line = r.line_under(SameRamp::fixed);
  return line.value_or(*r.arrhenius);
}

void compare_with_experiment(const Plan& plan, BranchResult& r) {
  const std::string& measured = plan.branches[r.branch].measured;
  const double level = plan.confidence.level;
  r.measured = measured_energy(plan, measured);
  if (!r.arrhenius) return;
  r.like = rows_like(plan, r.arrhenius->activation_energy);
  if (r.measured) r.comparison = compare(r.arrhenius->activation_energy, *r.measured, level);
  if (measured == "points")
    r.profile = profile_prefactor(plan.measured_points, line_to_compare(plan, r), level);
  if (r.compared()) r.verdict = verdict_at_box(plan, r);
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
  result.differences = energy_differences(plan, records, result.branches);
  if (plan.extrapolate) result.sizes = at_target_size(plan, result.branches);
  if (plan.fit) analyse_fit(plan, records, result);
  result.clock_factors = clock_factors(result.branches);
  result.conclusion = conclude(plan, result.branches);
  result.chances = chances_of(result.branches);
  result.warnings = study_warnings(plan, result);
  return result;
}

}  // namespace lacuna::ensemble
