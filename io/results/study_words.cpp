#include "io/results/study_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "io/results/prefactor_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::Conclusion;
using ensemble::Headline;
using ensemble::Plan;
using ensemble::Separation;
using ensemble::Verdict;
using Hypotheses = std::vector<std::size_t>;  // Plan::branches

std::string names(const Plan& plan, const Hypotheses& list) {
  std::string text;
  for (std::size_t k = 0; k < list.size(); ++k)
    text += (k == 0 ? "" : k + 1 == list.size() ? " and " : ", ") + label_of(plan, list[k]);
  return text;
}

std::string few_names(const Plan& plan, const Hypotheses& list) {
  constexpr std::size_t most = 3;
  return list.size() > most ? fmt::format("{}", list.size()) : names(plan, list);
}

std::string separation_text(const Separation& best) {
  switch (best.quantity) {
    case Separation::Quantity::thickness:
      return fmt::format(
          "the thickness: eight times as thick they would show {:.3f} and {:.3f} eV (theory)",
          best.first, best.second);
    case Separation::Quantity::rate_exponent:
      return fmt::format("the ramp rate: j_crit goes as its power {:.2f} and {:.2f}", best.first,
                         best.second);
    case Separation::Quantity::other_ramps:
      return fmt::format("E_A under the other convention for equal ramps: {:.3f} and {:.3f} eV",
                         best.first, best.second);
    case Separation::Quantity::current: break;
  }
  return fmt::format("the critical current itself, {:.2g} times apart when cold",
                     std::exp(std::abs(best.first - best.second)));
}

std::string contest_text(const Plan& plan, const Conclusion::Contest& contest) {
  const std::string pair = names(plan, {contest.first, contest.second});
  const std::string how = separation_text(contest.best);
  constexpr double enough = 2;  // standard errors
  return contest.best.standard_errors() < enough
             ? fmt::format(
                   "Nothing computed in the box would separate {} well; best would be {}.\n", pair,
                   how)
             : fmt::format("What would separate {} best in the box is {}.\n", pair, how);
}

/// Hypotheses by their verdicts, those that survive first. What needs the other ramp does so for
/// want of a rate check, or of an answer from it.
std::string sorted_text(const Plan& plan, const Conclusion& all) {
  static constexpr std::array words{
      std::pair{Verdict::compatible, "compatible with what was measured"},
      std::pair{Verdict::by_construction, "agree by construction, which is no test"},
      std::pair{Verdict::charge_only, "with equal charge per e-fold only"},
      std::pair{Verdict::fixed_only, "with one rate dj/dt only"},
      std::pair{Verdict::not_compatible, "not compatible"},
      std::pair{Verdict::undecided, "not known well enough to tell"},
  };
  std::string text;
  const auto add = [&](const char* meaning, const Hypotheses& list) {
    if (!list.empty())
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", meaning, names(plan, list));
  };
  for (const auto& [verdict, meaning] : words) add(meaning, all.with(verdict));
  const Hypotheses& need_other = all.with(Verdict::needs_other);
  Hypotheses checked;
  std::set_difference(need_other.begin(), need_other.end(), all.unchecked.begin(),
                      all.unchecked.end(), std::back_inserter(checked));
  add("undecided without the other ramp (rate_check)", all.unchecked);
  add("undecided without the other ramp, whose E_A the rate check does not give (onsets at its "
      "rates are too few, or depend on them too steeply)",
      checked);
  return text;
}

const char* ramp_of_experiment(const Plan& plan) {
  switch (plan.measured_ramp) {
    case ensemble::MeasuredRamp::charge: return "was the same charge per e-fold of current";
    case ensemble::MeasuredRamp::fixed: return "had one rate dj/dt for all temperatures";
    case ensemble::MeasuredRamp::staircase:
      return "was a staircase, which lies between equal charge per e-fold and one rate dj/dt";
    case ensemble::MeasuredRamp::unstated: break;
  }
  return "at different temperatures is not stated (measured_ramp), so with bonds a hypothesis is "
         "compatible only if it agrees under both conventions";
}

/// What to do about it where no two hypotheses are to be separated.
const char* advice(const Conclusion& all) {
  return all.survivors.empty()
             ? "Barriers, segregation and bonds can be traded for one another, so no kind of "
               "hypothesis is ruled out by one set of values: a fit (docs/study.md) finds those "
               "that "
               "would agree.\n"
             : "A compatible number is weak evidence: barriers, segregation and bonds can be "
               "traded for one another, so compare a survivor with another thickness, ramp rate or "
               "absolute current.\n";
}

}  // namespace

std::string label_of(const Plan& plan, std::size_t hypothesis) {
  const ensemble::Branch& branch = plan.branches[hypothesis];
  std::string values;
  for (std::size_t k = 0; k < branch.grid.size(); ++k)
    values += (k == 0 ? "" : ", ") + plan.grid_keys[k] + " " + branch.grid[k];
  return values.empty() ? branch.name : fmt::format("{} ({})", branch.name, values);
}

std::string measured_words(const ensemble::MeasuredEnergy& energy, const char* plus_minus) {
  if (energy.low != energy.high) return fmt::format("{:.3g} to {:.3g}", energy.low, energy.high);
  return energy.error > 0 ? fmt::format("{:.3g} {} {:.2g}", energy.low, plus_minus, energy.error)
                          : fmt::format("{:.3g}", energy.low);
}

std::string words_at_box(Verdict verdict) {
  const std::string word = word_of(verdict);
  const bool qualified = verdict == Verdict::compatible || verdict == Verdict::not_compatible;
  return qualified ? word + " at this box and ramp" : word;
}

const char* ramp_words(ensemble::SameRamp convention) {
  switch (convention) {
    case ensemble::SameRamp::charge: return "equal charge";
    case ensemble::SameRamp::fixed: return "one rate dj/dt";
    case ensemble::SameRamp::none: break;
  }
  return "no ramp";
}

std::string headline(const Plan& plan, const Conclusion& all) {
  switch (all.headline) {
    case Headline::energies:
      return plan.temperatures.size() == 1
                 ? fmt::format("Onsets at {:g} K, as simulated; one temperature has no E_A.",
                               plan.temperatures.front())
                 : "Activation energies of the onset current, as simulated.";
    case Headline::none_survives:
      return "At this box and ramp no hypothesis is compatible with what was measured.";
    case Headline::undecided: return "Nothing is decided yet.";
    case Headline::rivals:
      return fmt::format(
          "At this box and ramp the measured activation energy does not decide: {} survive.",
          few_names(plan, all.rivals));
    case Headline::some_survive: break;
  }
  if (all.with(Verdict::by_construction) == all.survivors)
    return fmt::format("At this box and ramp, of {} hypotheses {} agree{} by construction alone.",
                       all.compared(), few_names(plan, all.survivors),
                       all.survivors.size() == 1 ? "s" : "");
  return fmt::format("At this box and ramp, of {} hypotheses {} {}.", all.compared(),
                     few_names(plan, all.survivors),
                     all.survivors.size() == 1 ? "alone survives" : "survive");
}

std::string verdict_text(const Plan& plan, const Conclusion& all) {
  if (all.compared() == 0) return {};
  std::string verdicts = "At this box and ramp: " + sorted_text(plan, all) + ".\n";
  if (plan.cell) return verdicts;  // what would decide is worked out there
  return verdicts + (all.hardest ? contest_text(plan, *all.hardest) : advice(all));
}

std::string measured_quantities_text(const Plan& plan) {
  if (plan.experiment.empty() && plan.measured_points.empty()) return {};
  if (plan.measured_points.empty())
    return "The measurements are activation energies alone; no critical current is compared";
  return plan.experiment.empty()
             ? "The measurements are critical currents at temperatures"
             : "The measurements are activation energies, and critical currents at temperatures";
}

std::string measured_text(const Plan& plan) {
  const std::string quantities = measured_quantities_text(plan);
  if (quantities.empty()) return {};
  return fmt::format("{}; the ramp {}.\n", quantities, ramp_of_experiment(plan));
}

std::string without_energy_text(const Plan& plan, const ensemble::StudyResult& result) {
  std::vector<std::pair<std::string, Hypotheses>> reasons;
  for (const ensemble::BranchResult& branch : result.branches) {
    if (branch.arrhenius) continue;
    const auto same = [&](const auto& each) { return each.first == branch.no_arrhenius; };
    const auto at = std::find_if(reasons.begin(), reasons.end(), same);
    if (at == reasons.end())
      reasons.push_back({branch.no_arrhenius, {branch.branch}});
    else
      at->second.push_back(branch.branch);
  }
  std::string text;
  for (const auto& [reason, list] : reasons)
    text += fmt::format("No E_A for {}: {}.\n", names(plan, list), reason);
  return text;
}

std::string chances_text(const ensemble::StudyResult& result) {
  const auto& chances = result.chances;
  if (!chances) return {};
  return fmt::format(
      "{} E_A are {} chances: {} agree with what was measured; spread evenly over the {:.3f} to "
      "{:.3f} eV that "
      "they span, about {:.0f} would be.\n",
      chances->compared, chances->compared, chances->compatible, chances->lowest, chances->highest,
      chances->expected);
}

std::string prefactor_text(const Plan& plan, const ensemble::StudyResult& result) {
  const auto& factors = result.clock_factors;
  if (!factors) return {};
  const std::string wanted =
      plan.measured_points.empty()
          ? fmt::format("a critical current of 1 mA/cm2 at {:g} K", factors->temperature)
          : "the critical currents that were measured";
  return prefactor_words(factors->lowest, factors->highest, factors->temperature, wanted) + "\n";
}

}  // namespace lacuna::io
