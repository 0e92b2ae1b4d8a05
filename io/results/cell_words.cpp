#include "io/results/cell_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"
#include "ensemble/cell_spread.hpp"
#include "io/number_text.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {

std::string interval_words(const ensemble::CellPlan& plan) {
  const std::string counted = fmt::format(
      "Intervals include the sampling of voids, the steps of the staircase and a factor of {:g} in "
      "the nucleation rate",
      ensemble::birth_factor);
  const cell::Prior& prior = plan.prior;
  if (prior.draws == 0) return counted + ". Energies of a hypothesis are taken as they are.";
  return counted + fmt::format(
                       ". They include the metal's uncertainties (one standard deviation): E_f "
                       "+- {:g} eV, S_f +- {:g} k, a factor of {:g} in attempt frequencies and of "
                       "{:g} in nn2/nn1 ({} draws).",
                       prior.formation_energy, prior.vacancy_entropy, prior.attempt_frequency,
                       prior.bond_ratio, prior.draws);
}

std::string words_for_kept_contact(const ensemble::CellPlan& plan,
                                   const ensemble::CellPrediction& cell) {
  if (!cell.outcome || !cell.outcome->ended_early.empty()) return {};
  const auto& course = cell.outcome->course;
  if (course.empty() || moment_of(*cell.outcome, ensemble::CellOnset::contact, plan) != nullptr)
    return {};
  constexpr double hour_of_cells = 3600;
  double lost = 0, highest = 0;
  for (const cell::Instant& at : course) {
    lost = std::max(lost, at.lost);
    highest = std::max(highest, at.density);
  }
  const auto* cycle = std::get_if<cell::Cycle>(&plan.design.protocol);
  const std::string until =
      cycle != nullptr
          ? fmt::format("{} ({:.3g} h)", counted(static_cast<std::size_t>(cycle->cycles), "cycle"),
                        course.back().time / hour_of_cells)
          : fmt::format("the protocol, which goes up to {:.3g} mA/cm2",
                        highest / constants::mA_per_cm2);
  return fmt::format("at most {:.2g} % in {}", 100 * lost, until);
}

double stripped_until(const ensemble::CellPlan& plan, const cell::Moment& moment) {
  return cell::Imposed(plan.design.protocol).stripped_until(moment.time) / constants::mAh_per_cm2;
}

double metal_capacity(double thickness, double lattice_constant) {
  const double site_volume = std::pow(lattice_constant, 3) / 2;
  return thickness / site_volume / constants::mAh_per_cm2;
}

std::string stripped_words(const ensemble::Plan& plan,
                           const std::vector<ensemble::CellBranch>& branches) {
  constexpr double um_in_A = 1e4;
  std::vector<std::string> beyond;
  for (const ensemble::CellBranch& branch : branches) {
    const ensemble::Case values = plan.branches[branch.branch].vary({});
    const double capacity = metal_capacity(branch.thickness, values.metal.lattice_constant);
    double most = 0.0;
    for (const ensemble::CellPrediction& each : branch.temperatures) {
      const auto* moment =
          each.outcome ? moment_of(*each.outcome, branch.decisive(), *plan.cell) : nullptr;
      if (moment != nullptr) most = std::max(most, stripped_until(*plan.cell, *moment));
    }
    if (!(most > capacity)) continue;
    beyond.push_back(label_of(plan, branch.branch));
    if (plan.cell->thicknesses.size() > 1)
      beyond.back() += fmt::format(", {:g} um", branch.thickness / um_in_A);
    beyond.back() += fmt::format(" {:.3g} of {:.3g}", most, capacity);
  }
  if (beyond.empty()) return {};
  return fmt::format(
      "More charge passes before onset than the metal holds (mAh/cm2): {}. Its thickness is taken "
      "as constant, as if atoms were plated back in between.",
      fmt::join(beyond, "; "));
}

double fugacity_at(const cell::Outcome& outcome, double density) {
  return outcome.far_fugacity + density * outcome.fugacity_per_density;
}

std::optional<double> supersaturation(const cell::Outcome& outcome, double fugacity) {
  if (!(outcome.equilibrium_fugacity > 0)) return {};
  return fugacity / outcome.equilibrium_fugacity;
}

}  // namespace lacuna::io
