#include "interface/self_diffusion.hpp"

#include <cmath>

#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::interface {
namespace {

constexpr double kcal_per_mol = 4184 / 96485.33212;  // [eV]

// Vacancies of its own that the metal holds, if any.
std::optional<Reservoir> held(const Case& c) {
  return has_bonds(c.metal) ? own_vacancies(c.metal) : beyond(c).reservoir;
}

}  // namespace

double measured_self_diffusion(double temperature) {
  const double kT = constants::boltzmann * temperature;
  return constants::cm2 * (0.72 * std::exp(-11.5 * kcal_per_mol / kT) +
                           0.0057 * std::exp(-8.53 * kcal_per_mol / kT));
}

std::optional<SelfDiffusion> self_diffusion(const Case& c) {
  const std::optional<Reservoir> vacancies = held(c);
  if (!vacancies) return {};
  constexpr double correlation = 0.7272;
  const double a = c.metal.lattice_constant;
  return SelfDiffusion{
      vacancies->concentration(c.temperature) * isolated_rates(c).bulk * a * a * correlation,
      measured_self_diffusion(c.temperature)};
}

}  // namespace lacuna::interface
