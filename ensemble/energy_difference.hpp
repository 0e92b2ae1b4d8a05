#pragma once

#include <vector>

#include "ensemble/branch_result.hpp"

namespace lacuna::ensemble {

/// By how much E_A of one hypothesis exceeds another's [eV], at the same combination of grid
/// values.
struct EnergyDifference {
  std::size_t from = 0, to = 0;  ///< Plan::branches: E_A(to) - E_A(from)
  Estimate value;
  /// From the differences of replicas on the same seeds, else from both lines as independent ones.
  bool paired = false;
};

/// Of each hypothesis from the first one with the same grid values, where both have a line.
[[nodiscard]] std::vector<EnergyDifference> energy_differences(const Plan&, const Records&,
                                                               const std::vector<BranchResult>&);

}  // namespace lacuna::ensemble
