#include "ensemble/chances.hpp"

#include <algorithm>
#include <limits>

namespace lacuna::ensemble {

std::optional<Chances> chances_of(std::span<const BranchResult> branches) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Chances found{0, 0, infinity, -infinity, 0.0};
  double covered = 0;
  for (const BranchResult& branch : branches) {
    if (!branch.comparison) continue;
    const auto& [value, error, interval] = branch.arrhenius->activation_energy;
    ++found.compared;
    if (branch.comparison->overlap != Overlap::outside) ++found.compatible;
    found.lowest = std::min(found.lowest, value);
    found.highest = std::max(found.highest, value);
    covered += branch.measured->high - branch.measured->low + interval.high - interval.low;
  }
  const double span = found.highest - found.lowest;
  if (found.compared < few_chances || !(span > 0)) return {};
  found.expected = std::min(static_cast<double>(found.compared), covered / span);
  return found;
}

}  // namespace lacuna::ensemble
