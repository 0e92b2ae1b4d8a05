#pragma once

#include <optional>
#include <span>

#include "ensemble/branch_result.hpp"

namespace lacuna::ensemble {

/// Many E_A beside a measured one are as many chances of one that is compatible.
struct Chances {
  std::size_t compared = 0, compatible = 0;
  double lowest = 0.0, highest = 0.0;  ///< [eV] what they span
  /// That would be compatible if they lay evenly in what they span: the sum of the shares of it
  /// from which an interval reaches the measured range.
  double expected = 0.0;
};

/// Of the E_A with which a row of the experiment is compared, each as it was found; empty for fewer
/// than `few_chances`.
inline constexpr std::size_t few_chances = 8;
[[nodiscard]] std::optional<Chances> chances_of(std::span<const BranchResult>);

}  // namespace lacuna::ensemble
