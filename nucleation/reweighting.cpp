#include "nucleation/reweighting.hpp"

#include <cmath>

namespace lacuna::nucleation {
namespace {

BondNumbers gains(const Conditions& at) { return {at.nn1_gain(), at.nn2_gain(), at.wall_gain()}; }

BondNumbers change_of_gains(const Conditions& from, const Conditions& to) {
  BondNumbers change = gains(to);
  const BondNumbers before = gains(from);
  for (std::size_t kind = 0; kind < bond_kinds; ++kind) change[kind] -= before[kind];
  return change;
}

// Of ln Q_n. The errors of the means may all point one way.
Estimate cumulants(const BondMoments& moments, const BondNumbers& change) {
  Estimate shift{0.0, 0.0};
  for (std::size_t one = 0; one < bond_kinds; ++one) {
    shift.value += change[one] * moments.mean[one];
    shift.error += std::abs(change[one]) * moments.error[one];
    for (std::size_t other = 0; other < bond_kinds; ++other)
      shift.value += change[one] * moments.covariance[one][other] * change[other] / 2;
  }
  return shift;
}

}  // namespace

VoidCounts reweighted(VoidCounts counts, const Conditions& from, const Conditions& to,
                      const Shapes& shapes) {
  const BondNumbers change = change_of_gains(from, to);
  for (std::size_t n = 1; n <= counts.ln_partition.size(); ++n) {
    Estimate& ln_q = counts.ln_partition[n - 1];
    const int size = static_cast<int>(n);
    if (size <= shapes.largest()) {
      ln_q = {shapes.ln_partition(size, to), 0.0};
      continue;
    }
    const Estimate shift = cumulants(counts.bonds[n - 1], change);
    ln_q.value += shift.value;
    ln_q.error = std::hypot(ln_q.error, shift.error);
  }
  return counts;
}

}  // namespace lacuna::nucleation
