#pragma once

#include <array>
#include <functional>
#include <variant>

#include "cell/outcome.hpp"

namespace lacuna::cell {

// How a current rises while the first void is waited for.

/// By so much a time, from a current on.
struct LinearRise {
  double rate;  ///< [1/(A^2 s^2)]
  double from;  ///< [1/(A^2 s)]
};
/// By a factor e in so much time.
struct SteadyRise {
  double e_fold;  ///< [s]
};
/// Linearly, at the rate at which so much charge passes in an e-fold of the current where half of
/// the interfaces have had their first void.
struct ChargeRise {
  double charge;  ///< [atoms/A^2]
};
using Rise = std::variant<LinearRise, SteadyRise, ChargeRise>;

/// Time [s] of an e-fold at a current density.
[[nodiscard]] double e_fold_time(const Rise&, double density);

/// When interfaces that are nominally equal have their first void.
struct FirstVoids {
  std::array<double, first_void_shares.size()> density;  ///< [1/(A^2 s)] for `first_void_shares`
  double mean, deviation;                                ///< of ln j
  double sensitivity;                                    ///< d ln(births)/d ln j at the median
};

/// Births per area and time [1/(A^2 s)] at a current density, which rise with it.
using BirthsByCurrent = std::function<double(double density)>;

/// Births are a Poisson process: the share 1 − exp(−∫ births · area dt) of interfaces has had its
/// first void. `highest`: the current density up to which births are known.
/// Throws InputError where that is not enough.
[[nodiscard]] FirstVoids first_voids(const BirthsByCurrent&, double area, const Rise&,
                                     double highest);

}  // namespace lacuna::cell
