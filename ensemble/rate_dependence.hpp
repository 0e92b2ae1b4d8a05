#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/words.hpp"
#include "ensemble/arrhenius.hpp"
#include "ensemble/resampling.hpp"

namespace lacuna::ensemble {

/// How "the same ramp at two temperatures" is meant (design §5).
enum class SameRamp : std::uint8_t {
  none,    ///< not a ramp (growth threshold, staircase, file)
  charge,  ///< the same charge per e-fold of current
  fixed,   ///< one rate for all temperatures
};
constexpr auto words_of(SameRamp) {
  return std::array{
      Word{SameRamp::none, "none"},
      Word{SameRamp::charge, "charge"},
      Word{SameRamp::fixed, "fixed"},
  };
}

/// d ln j / d ln rate at one temperature [K].
struct RateExponent {
  double temperature = 0.0;
  Estimate exponent;
  int replicas = 0;  ///< it is the mean of, two at least
};

/// From replicas repeated at a quarter and at four times the rate with the same seeds, as far as
/// onset was seen at all three.
struct RateDependence {
  std::vector<RateExponent> cells;  ///< (temperatures that allow it)
  Estimate exponent;                ///< the mean over all of their replicas
  /// E_A under both conventions [eV]; the other one than the ramp's own by `other_convention`.
  std::optional<Estimate> energy_charge, energy_fixed;
};

/// Of the replicas that were repeated at other rates.
struct RateReplicas {
  int repeated = 0;     ///< at one other rate at least
  int partly_seen = 0;  ///< of these, those whose onset is unknown or only bounded at some rate
  int failed = 0;       ///< runs at other rates that could not be done
  std::vector<double> hidden;  ///< temperatures at which these hide the rest

  /// Onsets that are hidden, by the end of a ramp or by voids, are the latest ones: a mean over the
  /// replicas that are left is off. Where a quarter is hidden it is so by 0.42 of their scatter at
  /// most, the standard error of six that are left of eight; beyond that it is taken as unknown.
  [[nodiscard]] bool hide_the_rest() const { return 4 * partly_seen > repeated; }
};

/// The probability of cells' exponents at least so different if all are the same: chi-square about
/// their weighted mean, referred to Welch's (1951, doi:10.1093/biomet/38.3-4.330) F because their
/// errors are themselves estimated. Empty for fewer than two cells, or if one does not scatter.
[[nodiscard]] std::optional<double> same_exponent_p(std::span<const RateExponent>);

/// d ln j / d ln rate of one replica: the slope of least squares through (rate factor, ln j). Empty
/// for fewer than two factors.
[[nodiscard]] std::optional<double> rate_exponent(std::span<const std::pair<double, double>>);

/// E_A under the other convention than `own`. With s the exponent, ln j = g(T) + s ln rate, and the
/// rate of equal charge goes as j^2, so that
///   E(fixed) = E(charge) (1 - 2 s).
/// Errors of E and s add in quadrature by the delta method, and so do the distances of their
/// intervals' ends (Zou & Donner 2008, doi:10.1002/sim.3095). Their covariance is left out: E hangs
/// on differences between temperatures, s on the mean over them. Empty where the interval of s
/// reaches 1/2 (no E of equal charge exists), or there is no ramp.
[[nodiscard]] std::optional<Estimate> other_convention(SameRamp own, const Estimate& energy,
                                                       const Estimate& exponent);

/// A line with that E_A under the other convention: both conventions share the ramp, and so the
/// current, of one temperature, where 1/kT is `middle` [1/eV]. ln j there is as before, from there
/// on by a share of what it was; what the exponent leaves open of that share turns the line about
/// the same point.
[[nodiscard]] Arrhenius turned(const Arrhenius&, const Estimate& energy, double middle);

}  // namespace lacuna::ensemble
