#pragma once

#include <optional>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/rate_dependence.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {

// With `auto: charge` all temperatures are to see the same charge per e-fold of current, which goes
// as j^2 over the rate. The pilot that chose the rate knows j_crit to some per cent only, and with
// bonds j_crit depends on the rate: what it missed would be an error common to all replicas of a
// cell, which no scatter shows. Where replicas were repeated at other rates the exponent s = d ln j
// / d ln rate is known, and takes the miss out: at a rate of exactly the charge Q [monolayers]
// asked for, ln j = ln j(rate) + s (ln rate* - ln rate) with rate* = exp(2 ln j) A_s / Q, so that
//   ln j = (ln j(rate) - s ln(rate Q / A_s)) / (1 - 2 s).

/// d ln j / d ln rate of each replica of one temperature that was seen at all ramp rates; none
/// where these are chosen by what hid the onsets of the others (RateReplicas::hide_the_rest).
[[nodiscard]] std::vector<double> rate_exponents(const Plan&, const Records&, const Setting&,
                                                 double temperature);

/// What became of a setting's replicas that were repeated at other rates, as far as they have been
/// run.
[[nodiscard]] RateReplicas rate_replicas(const Plan&, const Records&, const Setting&);

/// The line of a setting by its primary detector, and the cells that it goes through.
struct SettingLine {
  std::vector<CellSample> cells;  ///< (temperatures) as found, or brought to equal charge
  bool equal_charge = false;      ///< they were
  Arrhenius line;
};

/// Through the first `counts` (temperatures) replicas. What E_A and ln j0 change by for an exponent
/// that is one standard error off adds to their covariance and, as a normal's, to their intervals,
/// in quadrature. Throws as fit_arrhenius.
[[nodiscard]] SettingLine setting_line(const Plan&, const Records&, const Setting&,
                                       const std::vector<int>& counts, const Confidence&);

}  // namespace lacuna::ensemble
