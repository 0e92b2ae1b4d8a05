#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/words.hpp"
#include "ensemble/normal_equations.hpp"
#include "ensemble/resampling.hpp"

namespace lacuna::ensemble {

/// A critical current at one size x of what was simulated: the distance to the vacancy sink
/// [layers], or the area of the interface [sites].
struct SizedCurrent {
  double size = 0.0;         ///< > 0
  double log_current = 0.0;  ///< ln(j / (1/(A^2 s)))
  double error = 0.0;        ///< one standard error of that, > 0
};

/// How j depends on x.
enum class SizeLaw : std::uint8_t {
  inverse,    ///< 1/j = a + b x: without bonds exact in mean field, j ~ 1/(L + L*) (design §6)
  corrected,  ///< 1/j = a + b x + c/x: the next term where x is small
  power,      ///< ln j = a + b ln x
};
constexpr auto words_of(SizeLaw) {
  return std::array{
      Word{SizeLaw::inverse, "inverse"},
      Word{SizeLaw::corrected, "corrected"},
      Word{SizeLaw::power, "power"},
  };
}

/// A law through the currents of one temperature: least squares, weighted with the errors, which
/// are taken to be known.
class SizeFit {
 public:
  /// Empty for fewer different sizes than the law has coefficients, or if what fits best is no
  /// current (1/j not positive) somewhere.
  [[nodiscard]] static std::optional<SizeFit> through(std::span<const SizedCurrent>, SizeLaw);

  /// ln j at a size, with its standard error by the delta method; empty where the law gives no
  /// current.
  struct Value {
    double log_current, error;
  };
  [[nodiscard]] std::optional<Value> at(double size) const;
  [[nodiscard]] double chi_squared() const { return chi_squared_; }
  [[nodiscard]] int freedom() const { return freedom_; }
  /// L* = a/b of `inverse` and `corrected`, in the unit of the sizes.
  [[nodiscard]] double offset() const { return fit_.coefficients[0] / fit_.coefficients[1]; }
  /// n of j ~ x^n, of `power`.
  [[nodiscard]] double exponent() const { return fit_.coefficients[1]; }

 private:
  SizeFit(std::span<const SizedCurrent>, SizeLaw);
  /// What the law is linear in: 1/j in units of exp(-scale), or ln j - scale.
  [[nodiscard]] double observed(const SizedCurrent&) const;
  [[nodiscard]] double fitted(double size) const;
  /// (currents) Errors of `observed`: those of 1/j are shares of 1/j itself, or of the fitted one.
  [[nodiscard]] std::vector<double> own_errors(std::span<const SizedCurrent>) const;
  [[nodiscard]] std::vector<double> fitted_errors(std::span<const SizedCurrent>) const;
  /// Least squares with these errors; false if the sizes do not tell all coefficients.
  bool solve(std::span<const SizedCurrent>, std::span<const double> errors);
  [[nodiscard]] bool gives_currents(std::span<const SizedCurrent>) const;
  /// From the law, in standard errors.
  [[nodiscard]] double deviation(const SizedCurrent&) const;

  SizeLaw law_ = SizeLaw::inverse;
  double scale_ = 0.0;  ///< ln j that 1/j is in units of
  LeastSquares fit_;
  double chi_squared_ = 0.0;
  int freedom_ = 0;
};

/// The currents of one hypothesis at one temperature, at every size.
struct SizeSeries {
  double temperature = 0.0;  ///< [K]
  std::vector<SizedCurrent> currents;
};

/// What a hypothesis says at a size that was not simulated.
struct Extrapolation {
  SizeLaw law = SizeLaw::inverse;      ///< the simplest that fits
  double p = 0.0;                      ///< of its chi^2, all temperatures together
  std::vector<SizeFit> fits;           ///< (temperatures)
  std::vector<Estimate> log_currents;  ///< (temperatures) at that size
  /// E_A [eV]. The interval holds those of all laws that fit, as the choice between them is a
  /// guess.
  std::optional<Estimate> energy;
};

/// With the simplest of `laws`, in their order, that all temperatures allow: chi^2 at 1 %. Empty if
/// none does, or if a series is too short for it to be tested.
[[nodiscard]] std::optional<Extrapolation> extrapolate(std::span<const SizeSeries>, double size,
                                                       std::span<const SizeLaw> laws, double level);

}  // namespace lacuna::ensemble
