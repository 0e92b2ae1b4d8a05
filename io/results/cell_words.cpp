#include "io/results/cell_words.hpp"

#include <fmt/format.h>

#include "ensemble/cell_spread.hpp"

namespace lacuna::io {

std::string interval_words(const ensemble::CellPlan& plan) {
  const std::string counted = fmt::format(
      "Intervals include the sampling of voids, the steps of the staircase and a factor of {:g} in "
      "the nucleation rate",
      ensemble::birth_factor);
  const cell::Prior& prior = plan.prior;
  if (prior.draws == 0) return counted + "; the energies of a hypothesis are taken as they are.";
  return counted + fmt::format(
                       ". They include the metal's uncertainties (one standard deviation): E_f "
                       "+- {:g} eV, S_f +- {:g} k, a factor of {:g} in attempt frequencies and of "
                       "{:g} in nn2/nn1 ({} draws).",
                       prior.formation_energy, prior.vacancy_entropy, prior.attempt_frequency,
                       prior.bond_ratio, prior.draws);
}

double fugacity_at(const cell::Outcome& outcome, double density) {
  return outcome.far_fugacity + density * outcome.fugacity_per_density;
}

std::optional<double> supersaturation(const cell::Outcome& outcome, double fugacity) {
  if (!(outcome.equilibrium_fugacity > 0)) return {};
  return fugacity / outcome.equilibrium_fugacity;
}

}  // namespace lacuna::io
