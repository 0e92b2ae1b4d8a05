#include "cell/rise.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"

namespace lacuna::cell {
namespace {

constexpr double ln_density_step = 0.005;  // of j
constexpr double below = 2, above = 1;     // e-folds of j around the median that are integrated

void refuse(double highest) {
  throw InputError(
      fmt::format("no void is born below {:.3g} mA/cm2, above which the gas is not dilute; use a "
                  "direct run",
                  highest / constants::mA_per_cm2));
}

/// ln of the current at which births in an e-fold of it are one.
double middle_of(const BirthsByCurrent& births, double area, const Rise& rise, double highest) {
  const auto expected = [&](double ln_density) {
    const double density = std::exp(ln_density);
    return births(density) * area * e_fold_time(rise, density);
  };
  double high = std::log(highest), low = high - 1;
  if (!(expected(high) > 1)) refuse(highest);
  constexpr double reach = 40;
  while (expected(low) > 1 && high - low < reach) low -= 1;
  while (high - low > ln_density_step) {
    const double half = (low + high) / 2;
    (expected(half) > 1 ? high : low) = half;
  }
  return (low + high) / 2;
}

/// Births expected up to a current, at the currents of a grid.
struct Expected {
  std::vector<double> ln_density, births;
};

/// But for the time of a ChargeRise, which takes that of 1 atom/A^2 at the current 1.
Expected expected_births(const BirthsByCurrent& births, double area, const Rise& rise, double from,
                         double to) {
  const auto per_ln = [&](double ln_density) {
    const double density = std::exp(ln_density);
    if (const auto* line = std::get_if<LinearRise>(&rise); line && density < line->from) return 0.0;
    const double time =
        std::holds_alternative<ChargeRise>(rise) ? density : e_fold_time(rise, density);
    return births(density) * area * time;
  };
  Expected sum{{from}, {0.0}};
  double last = per_ln(from);
  for (double x = from + ln_density_step; x <= to; x += ln_density_step) {
    const double here = per_ln(x);
    sum.births.push_back(sum.births.back() + (last + here) / 2 * ln_density_step);
    sum.ln_density.push_back(x);
    last = here;
  }
  if (const auto* charge = std::get_if<ChargeRise>(&rise)) {
    // the rate j²/charge is the one that belongs to the median
    for (std::size_t k = 0; k < sum.births.size(); ++k)
      if (sum.births[k] * charge->charge / std::exp(2 * sum.ln_density[k]) >= std::log(2.0)) {
        const double rate = std::exp(2 * sum.ln_density[k]) / charge->charge;
        for (double& b : sum.births) b /= rate;
        break;
      }
  }
  return sum;
}

/// Mean and standard deviation of ln j: its density is exp(−expected) d(expected).
void add_moments(const Expected& sum, FirstVoids& found) {
  double mean = 0.0, square = 0.0;
  for (std::size_t k = 1; k < sum.births.size(); ++k) {
    const double share = std::exp(-sum.births[k - 1]) - std::exp(-sum.births[k]);
    const double x = sum.ln_density[k] - ln_density_step / 2;
    mean += share * x;
    square += share * x * x;
  }
  found.mean = mean;
  found.deviation = std::sqrt(square - mean * mean);
}

}  // namespace

double e_fold_time(const Rise& rise, double density) {
  if (const auto* line = std::get_if<LinearRise>(&rise)) return density / line->rate;
  if (const auto* steady = std::get_if<SteadyRise>(&rise)) return steady->e_fold;
  return std::get<ChargeRise>(rise).charge / density;
}

FirstVoids first_voids(const BirthsByCurrent& births, double area, const Rise& rise,
                       double highest) {
  const double middle = middle_of(births, area, rise, highest);
  const Expected sum = expected_births(births, area, rise, middle - below, middle + above);
  FirstVoids found{};
  std::size_t k = 1;
  for (std::size_t share = 0; share < first_void_shares.size(); ++share) {
    const double wanted = -std::log1p(-first_void_shares[share]);
    while (k + 1 < sum.births.size() && sum.births[k] < wanted) ++k;
    const double part = (wanted - sum.births[k - 1]) / (sum.births[k] - sum.births[k - 1]);
    found.density[share] = std::exp(sum.ln_density[k - 1] + part * ln_density_step);
  }
  add_moments(sum, found);
  const double at = found.density[median];
  if (!(at <= highest)) refuse(highest);
  constexpr double nudge = 1e-3;
  found.sensitivity = std::log(births(at * (1 + nudge)) / births(at * (1 - nudge))) /
                      std::log((1 + nudge) / (1 - nudge));
  return found;
}

}  // namespace lacuna::cell
