#include "nucleation/birth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "core/error.hpp"

namespace lacuna::nucleation {
namespace {

void check_dimers(std::span<const double> ln_partition, double fugacity) {
  constexpr double most = 0.1;
  const double dimers = fugacity * std::exp(ln_partition[1] - ln_partition[0]);
  if (dimers > most)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} there are {:.3g} divacancies a vacancy, more than {}: "
                    "the gas is not dilute and its voids are not rare; use a direct run",
                    fugacity, dimers, most));
}

void check_barrier(const Birth& birth, double fugacity) {
  constexpr double least = 5;
  if (birth.barrier < least)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} a void costs {:.3g} kT at most, less than {}: voids "
                    "are not born one by one; use a direct run",
                    fugacity, birth.barrier, least));
}

void check_reach(const Birth& birth, std::size_t largest, double fugacity) {
  if (2 * static_cast<std::size_t>(birth.critical_size) > largest)
    throw InputError(
        fmt::format("at a fugacity of {:.3g} the critical void has {} vacancies or more, and only "
                    "voids of up to {} are known where twice the critical size is needed; sample "
                    "larger voids, or raise the current",
                    fugacity, birth.critical_size, largest));
}

}  // namespace

Birth birth(std::span<const double> ln_partition, std::span<const double> attachment,
            double fugacity) {
  check_dimers(ln_partition, fugacity);
  const std::size_t largest = ln_partition.size();
  const double ln_z = std::log(fugacity);
  std::vector<double> ln_terms;
  for (std::size_t n = 1; n <= largest; ++n) {
    const double ln_number = ln_partition[n - 1] + static_cast<double>(n) * ln_z;
    ln_terms.push_back(-std::log(attachment[n - 1]) - ln_z - ln_number);
  }
  const auto highest = std::max_element(ln_terms.begin(), ln_terms.end());
  const auto relative = [&](double ln_term) { return std::exp(ln_term - *highest); };
  const double sum =
      std::transform_reduce(ln_terms.begin(), ln_terms.end(), 0.0, std::plus<>(), relative);
  double weighted = 0.0;
  for (std::size_t n = 1; n <= largest; ++n)
    weighted += relative(ln_terms[n - 1]) * static_cast<double>(n + 1);
  const auto critical = static_cast<std::size_t>(highest - ln_terms.begin()) + 1;
  const Birth found{-*highest - std::log(sum), static_cast<int>(critical),
                    -ln_partition[critical - 1] - static_cast<double>(critical) * ln_z,
                    weighted / sum};
  check_reach(found, largest, fugacity);
  check_barrier(found, fugacity);
  return found;
}

}  // namespace lacuna::nucleation
