#include "interface/known_metals.hpp"

#include <cmath>

#include "core/constants.hpp"

namespace lacuna::interface {
namespace {

constexpr double kcal_per_mol = 4184 / 96485.33212;  // [eV]

constexpr std::array metals{
    KnownMetal{
        "Na",
        "sodium",
        4.29,
        370.95,
        0.053,
        1e13,
        0.42,
        5.8,
        {{{0.72, 11.5 * kcal_per_mol}, {0.0057, 8.53 * kcal_per_mol}}},
        "E_f and S_f: Feder & Charbnau 1966 (dilatometry, doi:10.1103/PhysRev.149.464). Barrier: "
        "as "
        "quoted by Lowack 2026. Tracer: Mundy 1971 (195 to 371 K, doi:10.1103/PhysRevB.3.2431)",
        "E_f ± 0.03 eV, S_f ± 1.1 k. Barrier 0.03 to 0.14 eV: Q − E_f is 0.03 ± 0.03, potentials "
        "say 0.05 to 0.14. D of the model is 7.7 times that of the tracer at 300 K"},
    KnownMetal{
        "K",
        "potassium",
        5.33,
        336.7,
        0.066,
        1e13,
        0.34,
        2.0,
        {{{0.16, 9.36 * kcal_per_mol}, {}}},
        "Tracer: Mundy, Miller & Porte 1971 (221 to 335 K, doi:10.1103/PhysRevB.3.2445). E_f: "
        "handbooks, second-hand (Landolt-Börnstein III/25). Barrier: Q − E_f. S_f: from D0 "
        "with ν = 1e13 Hz",
        "E_f 0.34 to 0.40 eV: resistivity near melting gave 9.1 kcal/mol (MacDonald 1953). The "
        "barrier is what is left of Q, 0.01 to 0.07 eV; only their sum is sure. S_f was not "
        "measured, and D agrees with the tracer's because of that"},
    KnownMetal{
        "Li",
        "lithium",
        3.51,
        453.65,
        0.2,
        1e13,
        0.34,
        0.9,
        {{{0.14, 12.6 * kcal_per_mol}, {}}},
        "E_f and S_f: Feder 1970 (dilatometry, doi:10.1103/PhysRevB.2.828). Barrier: Q − E_f, with "
        "E_f = 0.63 Q as said there. Tracer: Lodding, Mundy & Ott 1970 (308 to 451 K), as "
        "handbooks have it",
        "E_f ± 0.04 eV, S_f ± 0.8 k, if all is due to single vacancies, which Feder leaves open. "
        "Calculated barriers are below 0.1 eV (Torrens & Gerl 1969, "
        "doi:10.1103/PhysRev.187.912): E_f would be higher then"},
};

}  // namespace

double KnownMetal::bond() const { return std::round(formation_energy / 7 * 1e4) / 1e4; }

double KnownMetal::molar_volume() const {
  constexpr double cm3_per_A3_mol = 0.602214076;  // N_A, exact
  return std::pow(lattice_constant, 3) / 2 * cm3_per_A3_mol;
}

double KnownMetal::tracer_diffusion(double temperature) const {
  const double kT = constants::boltzmann * temperature;
  double sum = 0.0;
  for (const DiffusionTerm& term : tracer) sum += term.prefactor * std::exp(-term.activation / kT);
  return constants::cm2 * sum;
}

std::span<const KnownMetal> known_metals() { return metals; }

const KnownMetal* known_metal(double lattice_constant) {
  for (const KnownMetal& known : metals)
    if (std::abs(lattice_constant / known.lattice_constant - 1) < 0.02) return &known;
  return nullptr;
}

void set_metal(Metal& metal, const KnownMetal& known) {
  metal.lattice_constant = known.lattice_constant;
  metal.hop = {known.hop_barrier, known.attempt_frequency};
  metal.bond_nn1 = metal.bond_nn2 = known.bond();
  metal.vacancy_entropy = known.formation_entropy;
}

}  // namespace lacuna::interface
