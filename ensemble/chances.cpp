#include "ensemble/chances.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace lacuna::ensemble {

std::optional<Chances> chances_of(std::span<const BranchResult> branches) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Chances found{0, 0, infinity, -infinity, 0.0};
  std::vector<Interval> compatible;  // [eV] where each E_A would be, its interval moved along
  for (const BranchResult& branch : branches) {
    if (!branch.comparison) continue;
    const auto& [value, error, interval] = branch.arrhenius->activation_energy;
    ++found.compared;
    if (branch.comparison->overlap != Overlap::outside) ++found.compatible;
    found.lowest = std::min(found.lowest, value);
    found.highest = std::max(found.highest, value);
    compatible.push_back({branch.measured->low - (interval.high - value),
                          branch.measured->high + (value - interval.low)});
  }
  const double span = found.highest - found.lowest;
  if (found.compared < few_chances || !(span > 0)) return {};
  for (const Interval& each : compatible) {
    const double low = std::max(each.low, found.lowest), high = std::min(each.high, found.highest);
    found.expected += std::max(0.0, high - low) / span;
  }
  return found;
}

}  // namespace lacuna::ensemble
