#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/words.hpp"
#include "ensemble/arrhenius.hpp"
#include "ensemble/cholesky.hpp"

namespace lacuna::ensemble {

/// A measured activation energy: a value with its standard error, or a range.
struct MeasuredEnergy {
  double low = 0.0, high = 0.0;  ///< [eV] ends of the range; equal for a value
  double error = 0.0;            ///< [eV] one standard error, of the value or of each end
};

/// Where the interval of a predicted E_A lies relative to what was measured.
enum class Overlap : std::uint8_t {
  inside,    ///< within the measured range; of a value, within the interval of its error
  overlaps,  ///< partly
  outside,   ///< apart
};
constexpr auto words_of(Overlap) {
  return std::array{
      Word{Overlap::inside, "inside"},
      Word{Overlap::overlaps, "overlaps"},
      Word{Overlap::outside, "outside"},
  };
}

/// A predicted E_A beside a measured one. A range is a range: no E_A within it is likelier than
/// another, and its ends are no values with an error unless one is stated.
struct EnergyComparison {
  Overlap overlap = Overlap::outside;
  double distance = 0.0;  ///< [eV] from the nearest measured value; 0 within a range
};

/// Intervals of the same `level`, that of a stated error normal. Apart are those whose difference
/// has an interval without zero, the distances of ends added in quadrature (Zou & Donner 2008,
/// doi:10.1002/sim.3095). Throws Error for a range whose ends are swapped.
[[nodiscard]] EnergyComparison compare(const Estimate& predicted, const MeasuredEnergy&,
                                       double level);

/// How the current rose at different temperatures in what was measured.
enum class MeasuredRamp : std::uint8_t {
  unstated,
  charge,     ///< the same charge per e-fold of current
  fixed,      ///< one rate for all temperatures
  staircase,  ///< the same steps for the same times: between the two
};
constexpr auto words_of(MeasuredRamp) {
  return std::array{
      Word{MeasuredRamp::unstated, "unstated"},
      Word{MeasuredRamp::charge, "charge"},
      Word{MeasuredRamp::fixed, "fixed"},
      Word{MeasuredRamp::staircase, "staircase"},
  };
}

/// A measured critical current.
struct MeasuredPoint {
  double temperature = 0.0;  ///< [K]
  double log_density = 0.0;  ///< ln(j_crit / (1/(A^2 s)))
  double error = 0.0;        ///< one standard error of it, > 0
};

/// Agreement with measured j_crit(T) when the prefactor is free: one factor for all temperatures,
/// at its most likely value. By design §7.3 it is the clock factor, on top of the one that was
/// simulated with, that makes the hypothesis reproduce the points (with the ramp rate
/// times its square).
struct PrefactorProfile {
  Estimate log_factor;       ///< ln of measured over predicted j_crit
  double chi_squared = 0.0;  ///< of the points about the shifted prediction, correlations included
  int freedom = 0;           ///< points - 1
  std::optional<double> p;   ///< of at least that chi_squared by chance; empty for one point
  [[nodiscard]] double clock_factor() const;
  [[nodiscard]] Interval clock_factor_interval() const;
};

/// `predicted` are ln j_crit at the points' temperatures, `covariance` is theirs. Generalised least
/// squares of a constant (Aitken 1936). Throws Error without points or if an error is not positive.
[[nodiscard]] PrefactorProfile profile_prefactor(std::span<const MeasuredPoint>,
                                                 std::span<const double> predicted,
                                                 const SymmetricMatrix& covariance, double level);
/// The predictions of a line, whose errors at different temperatures go together.
[[nodiscard]] PrefactorProfile profile_prefactor(std::span<const MeasuredPoint>, const Arrhenius&,
                                                 double level);

}  // namespace lacuna::ensemble
