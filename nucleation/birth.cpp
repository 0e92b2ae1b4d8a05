#include "nucleation/birth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/error.hpp"

namespace lacuna::nucleation {

void BirthLimits::check_gas(const Birth& birth) const {
  constexpr double most = 0.1;
  if (birth.dimers > most)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} there are {:.3g} divacancies a vacancy, more than {}: "
                    "the gas is not dilute and its voids are not rare; use a direct run",
                    fugacity, birth.dimers, most));
}

void BirthLimits::check_barrier(const Birth& birth) const {
  constexpr double least = 5;
  if (birth.barrier < least)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} a void costs {:.3g} kT at most, less than {}: voids "
                    "are not born one by one; use a direct run",
                    fugacity, birth.barrier, least));
}

void BirthLimits::check_reach(const Birth& birth) const {
  if (2 * static_cast<std::size_t>(birth.critical_size) > largest)
    throw CutShort(
        fmt::format("at a fugacity of {:.3g} the critical void has {} vacancies or more; voids of "
                    "up to {} are known, and twice the critical size is needed; sample larger "
                    "voids, or raise the current",
                    fugacity, birth.critical_size, largest));
}

Birth birth_sum(std::span<const double> ln_partition, std::span<const double> attachment,
                double fugacity) {
  const std::size_t largest = ln_partition.size();
  const double ln_z = std::log(fugacity);
  std::vector<double> ln_terms;
  for (std::size_t n = 1; n <= largest; ++n) {
    const double ln_number = ln_partition[n - 1] + static_cast<double>(n) * ln_z;
    ln_terms.push_back(-std::log(attachment[n - 1]) - ln_z - ln_number);
  }
  const auto highest = std::max_element(ln_terms.begin(), ln_terms.end());
  constexpr double negligible = -60;  // to the last bit of the sum
  std::vector<double> terms(largest, 0.0);
  for (std::size_t k = 0; k < largest; ++k)
    if (ln_terms[k] - *highest > negligible) terms[k] = std::exp(ln_terms[k] - *highest);
  const double sum = std::reduce(terms.begin(), terms.end(), 0.0);
  double weighted = 0.0;
  for (std::size_t n = 1; n <= largest; ++n) weighted += terms[n - 1] * static_cast<double>(n + 1);
  const auto critical = static_cast<std::size_t>(highest - ln_terms.begin()) + 1;
  return {-*highest - std::log(sum), static_cast<int>(critical),
          -ln_partition[critical - 1] - static_cast<double>(critical) * ln_z, weighted / sum,
          fugacity * std::exp(ln_partition[1] - ln_partition[0])};
}

Birth birth(std::span<const double> ln_partition, std::span<const double> attachment,
            double fugacity) {
  const Birth found = birth_sum(ln_partition, attachment, fugacity);
  const BirthLimits limits{fugacity, ln_partition.size()};
  limits.check_gas(found);
  limits.check_reach(found);
  limits.check_barrier(found);
  return found;
}

}  // namespace lacuna::nucleation
