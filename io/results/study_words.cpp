#include "io/results/study_words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "io/results/prefactor_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::Conclusion;
using ensemble::Headline;
using ensemble::Plan;
using ensemble::Separation;
using Readings = std::vector<std::size_t>;  // Plan::branches

std::string names(const Plan& plan, const Readings& list) {
  std::string text;
  for (std::size_t k = 0; k < list.size(); ++k)
    text += (k == 0 ? "" : k + 1 == list.size() ? " and " : ", ") + label_of(plan, list[k]);
  return text;
}

std::string few_names(const Plan& plan, const Readings& list) {
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
      return fmt::format("E_A with the other meaning of the same ramp: {:.3f} and {:.3f} eV",
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
             ? fmt::format("Nothing computed here would separate {} well; best would be {}.\n",
                           pair, how)
             : fmt::format("What would separate {} best is {}.\n", pair, how);
}

std::string survivors_text(const Plan& plan, const Conclusion& all) {
  if (!all.agree.empty())
    return fmt::format("In agreement with what was measured: {}", names(plan, all.agree));
  return all.differ.empty() ? "Of what was computed nothing is decided"
                            : "No reading agrees with what was measured";
}

/// What to do about it where no two readings are to be separated.
const char* advice(const Conclusion& all) {
  return all.agree.empty()
             ? "Barriers, segregation and bonds can be traded for one another, so no kind of "
               "reading is ruled out by one set of values: a fit (docs/study.md) finds those that "
               "would agree.\n"
             : "Agreement of one number is weak evidence: barriers, segregation and bonds can be "
               "traded for one another, so hold a survivor against another thickness, ramp rate or "
               "absolute current.\n";
}

}  // namespace

std::string label_of(const Plan& plan, std::size_t reading) {
  const ensemble::Branch& branch = plan.branches[reading];
  std::string values;
  for (std::size_t k = 0; k < branch.grid.size(); ++k)
    values += (k == 0 ? "" : ", ") + plan.grid_keys[k] + " " + branch.grid[k];
  return values.empty() ? branch.name : fmt::format("{} ({})", branch.name, values);
}

std::string measured_words(const ensemble::MeasuredEnergy& energy) {
  if (energy.low != energy.high) return fmt::format("{:.3g} to {:.3g}", energy.low, energy.high);
  return energy.error > 0 ? fmt::format("{:.3g} +- {:.2g}", energy.low, energy.error)
                          : fmt::format("{:.3g}", energy.low);
}

std::string headline(const Plan& plan, const Conclusion& all) {
  switch (all.headline) {
    case Headline::energies: return "Activation energies of the onset current, as they emerge.";
    case Headline::none_agrees: return "No reading gives what was measured.";
    case Headline::undecided: return "Nothing is decided yet.";
    case Headline::rivals:
      return fmt::format("The measured activation energy alone does not decide: {} give it.",
                         few_names(plan, all.rivals));
    case Headline::some_agree: break;
  }
  return fmt::format("Of {} readings {} {} what was measured.", all.compared(),
                     few_names(plan, all.agree), all.agree.size() == 1 ? "alone gives" : "give");
}

std::string verdict_text(const Plan& plan, const Conclusion& all) {
  if (all.compared() == 0) return {};
  std::string text = survivors_text(plan, all);
  if (!all.differ.empty()) text += fmt::format("; not in agreement: {}", names(plan, all.differ));
  if (!all.undecided.empty())
    text += fmt::format("; not known well enough to tell: {}", names(plan, all.undecided));
  return text + ".\n" + (all.hardest ? contest_text(plan, *all.hardest) : advice(all));
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
