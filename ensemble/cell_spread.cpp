#include "ensemble/cell_spread.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "ensemble/normal.hpp"

namespace lacuna::ensemble {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Of rising numbers, which may begin and end with infinite ones; between two of them on a straight
// line (type 7 of Hyndman & Fan, Am. Stat. 50, 361 (1996), doi:10.1080/00031305.1996.10473566).
double quantile_of(const std::vector<double>& rising, double share) {
  const double place = share * static_cast<double>(rising.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), rising.size() - 2);
  const double rest = place - static_cast<double>(below);
  return rest > 0 ? (1 - rest) * rising[below] + rest * rising[below + 1] : rising[below];
}

std::vector<double> rising(std::span<const double> shifts, double unknown) {
  std::vector<double> list(shifts.begin(), shifts.end());
  for (double& shift : list)
    if (std::isnan(shift)) shift = unknown;
  std::sort(list.begin(), list.end());
  return list;
}

// What is not known is no nearer than the farthest that is.
std::vector<double> with_farthest(std::span<const double> shifts,
                                  const std::vector<double>& known) {
  const auto [least, most] = std::minmax_element(known.begin(), known.end());
  const double farthest = std::abs(*least) > std::abs(*most) ? *least : *most;
  std::vector<double> all(shifts.begin(), shifts.end());
  for (double& shift : all) shift = std::isnan(shift) ? farthest : std::clamp(shift, *least, *most);
  return all;
}

Interval middle_of(std::span<const double> shifts, double share) {
  const double tail = (1 - share) / 2;
  return {quantile_of(rising(shifts, -infinite), tail),
          quantile_of(rising(shifts, infinite), 1 - tail)};
}

double standard_deviation(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0.0, squares = 0.0;
  for (const double value : values) mean += value / count;
  for (const double value : values) squares += std::pow(value - mean, 2);
  return std::sqrt(squares / (count - 1));
}

}  // namespace

double birth_shift(const cell::Outcome& outcome) {
  const auto& first = outcome.at_first_void;
  if (!first) return 0.0;
  // ∂ln z0/∂ln j is the share of the gas that the current makes.
  const double share = (first->fugacity - outcome.far_fugacity) / first->fugacity;
  return std::log(birth_factor) / (first->sensitivity * share);
}

double step_error(const cell::Design& design, const cell::Outcome& outcome) {
  const auto* const stairs = std::get_if<cell::Staircase>(&design.protocol);
  const bool has_voids = outcome.equilibrium_fugacity > 0;
  return stairs != nullptr && has_voids ? std::log(stairs->factor) / 6 : 0.0;
}

std::optional<PriorSpread> prior_spread(std::span<const double> shifts, double level) {
  if (shifts.empty()) return {};
  constexpr std::size_t least = 8;
  std::vector<double> known;
  std::copy_if(shifts.begin(), shifts.end(), std::back_inserter(known),
               [](double shift) { return std::isfinite(shift); });
  if (known.size() < std::max(least, shifts.size() / 2))
    return PriorSpread{infinite, {-infinite, infinite}, known.size()};
  constexpr double of_one_deviation = 0.6827;
  const Interval middle = middle_of(shifts, of_one_deviation);
  const bool is_finite = std::isfinite(middle.low) && std::isfinite(middle.high);
  return PriorSpread{is_finite ? standard_deviation(with_farthest(shifts, known)) : infinite,
                     middle_of(shifts, level), known.size()};
}

Interval Spread::around(double value, double level) const {
  const double by_noise = two_sided_deviate(level) * std::hypot(sampling, steps);
  const Interval by_prior = prior ? prior->interval : Interval{};
  const auto reach = [&](double one_way) {
    return std::hypot(by_noise, std::max(one_way, 0.0)) + births;
  };
  return {value - reach(-by_prior.low), value + reach(by_prior.high)};
}

double Spread::deviation() const {
  return std::hypot(std::hypot(sampling, steps), births, prior ? prior->deviation : 0.0);
}

Interval current_interval(double current, const Spread& of_ln_j, double level) {
  const Interval ln = of_ln_j.around(std::log(current), level);
  return {std::exp(ln.low), std::exp(ln.high)};
}

Spread spread_of(const cell::Design& design, const cell::Outcome& outcome, double level) {
  const double sampling = outcome.at_first_void ? outcome.at_first_void->ln_density_error : 0.0;
  return {sampling, step_error(design, outcome), birth_shift(outcome),
          prior_spread(outcome.prior_shifts, level)};
}

}  // namespace lacuna::ensemble
