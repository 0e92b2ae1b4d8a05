#include "cell/prior.hpp"

#include <fmt/format.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::cell {
namespace {

// The digits of n in a base, mirrored at the point.
double radical_inverse(int n, int base) {
  double share = 1.0, sum = 0.0;
  for (; n > 0; n /= base) {
    share /= base;
    sum += share * (n % base);
  }
  return sum;
}

// ε1 and ε2 by their ratio, at E_f = 4 ε1 + 3 ε2.
void set_bonds(interface::Metal& metal, double formation_energy, double ratio_factor) {
  const double scale = formation_energy / interface::formation_energy(metal);
  metal.bond_nn1 *= scale;
  metal.bond_nn2 *= scale;
  if (!(metal.bond_nn1 > 0 && metal.bond_nn2 > 0)) return;
  const double ratio = metal.bond_nn2 / metal.bond_nn1 * ratio_factor;
  metal.bond_nn1 = formation_energy / (4 + 3 * ratio);
  metal.bond_nn2 = ratio * metal.bond_nn1;
}

}  // namespace

std::vector<Deviates> deviates(int draws) {
  constexpr std::array bases{2, 3, 5, 7};
  const boost::math::normal_distribution<double> normal;
  std::vector<Deviates> all(static_cast<std::size_t>(draws));
  for (int n = 1; n <= draws; ++n)
    for (std::size_t axis = 0; axis < bases.size(); ++axis)
      all[static_cast<std::size_t>(n - 1)][axis] =
          boost::math::quantile(normal, radical_inverse(n, bases[axis]));
  return all;
}

interface::Case drawn(interface::Case c, const Prior& prior, const Deviates& deviates) {
  const auto& [energy, entropy, frequency, ratio] = deviates;
  c.clock_factor *= std::pow(prior.attempt_frequency, frequency);
  if (!interface::has_bonds(c.metal)) return c;
  const double formation = interface::formation_energy(c.metal) + prior.formation_energy * energy;
  if (!(formation > 0))
    throw InputError(
        fmt::format("a vacancy would cost {:.3g} eV: the uncertainty of the energy of formation "
                    "exceeds the energy; lower cell.uncertainty.formation_energy_eV",
                    formation));
  const double apart = std::sqrt(1 - prior.correlation * prior.correlation);
  c.metal.vacancy_entropy += prior.vacancy_entropy * (prior.correlation * energy + apart * entropy);
  set_bonds(c.metal, formation, std::pow(prior.bond_ratio, ratio));
  interface::check_vacancy_entropy(c.metal, c.temperature);
  return c;
}

}  // namespace lacuna::cell
