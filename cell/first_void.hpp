#pragma once

#include <array>
#include <optional>

#include "cell/ode.hpp"
#include "cell/outcome.hpp"
#include "cell/population.hpp"

namespace lacuna::cell {

/// The first void of nominally equal cells, born where no other has been: births are a Poisson
/// process of the rate J A, so that the share 1 − exp(−∫ J A dt) of the cells has had its first.
struct FirstVoid {
  std::array<std::optional<Moment>, first_void_shares.size()> when;
  Moment median;                ///< or the end of the protocol
  double slope = 0.0;           ///< of the current then [1/(A^2 s^2)]
  Population::Balance balance;  ///< then
  double born = 0.0;            ///< voids expected in the cell by then
};

/// `flawed`: the cell at the start, with no cohort that takes births.
[[nodiscard]] FirstVoid first_void(Population& flawed, std::vector<double> state, const Imposed&,
                                   Integration&, const std::stop_token&);

/// The life of the cell on the stretch of the current that it is in, as CVODE wants it, to 1e-10.
[[nodiscard]] Ode::Problem life_on(const Population&, double highest, double end,
                                   const std::stop_token& = {});

/// Adds what an integration took.
void add(const Ode&, Integration&);

}  // namespace lacuna::cell
