#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/branch_result.hpp"
#include "ensemble/size_law.hpp"

namespace lacuna::ensemble {

/// The distance to the vacancy sink [layers], or the area of the interface [A^2].
[[nodiscard]] double size_of(const Case&, TargetSize::Quantity);

/// What branches that differ in nothing but their size say at another one.
struct SizeResult {
  std::vector<std::size_t> branches;   ///< Plan::branches
  std::optional<Extrapolation> found;  ///< its `fits` and `log_currents` are of all temperatures
  std::string why_not;                 ///< if there is none
  /// [eV] One standard error of E_A; at least a quarter of its interval, which holds what other
  /// laws say.
  double energy_error = 0.0;
  std::optional<double> theory_energy;  ///< E_A there without simulation [eV] (theory_energy())
  std::vector<std::size_t> like;  ///< Plan::experiment: rows that E_A agrees with (rows_like())
};

/// Critical currents at Plan::extrapolate, by size laws through the means of cells: a result for
/// every hypothesis and combination of the grid values that do not change the size. Thickness
/// counts as layers up to the sink; without bonds as `inverse` or `corrected`, with bonds also as
/// `power`. Lateral size counts as area, and as `power` alone, n = 0 without bonds. REQUIRES
/// Plan::extrapolate.
[[nodiscard]] std::vector<SizeResult> at_target_size(const Plan&, const std::vector<BranchResult>&);

/// The keys of the grid, or a branch's values of them, without those that change the size. REQUIRES
/// Plan::extrapolate.
[[nodiscard]] std::vector<std::string> without_size(const Plan&, const std::vector<std::string>&);

}  // namespace lacuna::ensemble
