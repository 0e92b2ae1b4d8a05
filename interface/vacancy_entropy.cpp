#include "interface/vacancy_entropy.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

// What a bond keeps of its energy at a temperature [K].
double kept_share(const Metal& m, double temperature) {
  if (m.vacancy_entropy == 0 || mutated(Mutation::frozen_bonds)) return 1.0;
  const double kT = constants::boltzmann * temperature;
  return 1 - kT * m.vacancy_entropy / formation_energy(m);
}

}  // namespace

void check_vacancy_entropy(const Metal& m, double temperature) {
  if (m.vacancy_entropy == 0) return;
  const double energy = formation_energy(m);
  if (!(energy > 0))
    throw InputError(
        fmt::format("metal.vacancy_entropy_k: bonds carry the entropy, but these make a vacancy "
                    "cost {:.6g} eV, which is not positive; give metal.bonds_eV, or set "
                    "vacancy_entropy_k to 0",
                    energy));
  if (!(kept_share(m, temperature) > 0))
    throw InputError(fmt::format(
        "metal.vacancy_entropy_k: at {:.6g} K an entropy of {:.6g} k takes away {:.4g} eV, all of "
        "the {:.6g} eV that a vacancy costs, so no bond is left; lower it below {:.4g} k, or the "
        "temperature, or raise metal.bonds_eV",
        temperature, m.vacancy_entropy, constants::boltzmann * temperature * m.vacancy_entropy,
        energy, energy / (constants::boltzmann * temperature)));
}

Metal at_temperature(Metal m, double temperature) {
  const double share = kept_share(m, temperature);
  m.bond_nn1 *= share;
  m.bond_nn2 *= share;
  m.vacancy_entropy = 0.0;
  return m;
}

Reservoir own_vacancies(const Metal& m) { return {formation_energy(m), m.vacancy_entropy}; }

nucleation::Conditions void_conditions(const Case& c, nucleation::Region region) {
  const Metal metal = at_temperature(c.metal, c.temperature);
  const bool wall = region == nucleation::Region::wall;
  return {.normal = wall ? metal.normal : lattice::Normal::n110,
          .region = region,
          .bond_nn1 = metal.bond_nn1,
          .bond_nn2 = metal.bond_nn2,
          .segregation = wall ? c.ceramic.segregation : 0.0,
          .temperature = c.temperature};
}

}  // namespace lacuna::interface
