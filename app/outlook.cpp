#include "app/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "interface/auto_ramp.hpp"
#include "interface/imposed_current.hpp"
#include "interface/theory.hpp"
#include "lattice/slab.hpp"

namespace lacuna::app {

using interface::ImposedCurrent;

namespace {

/// When the current first is at least `density` between two times of one segment.
std::optional<double> crossing(const ImposedCurrent& current, double from, double to,
                               double density) {
  const double first = current.density(from);
  const double last = current.density(to);
  if (first >= density) return from;
  if (!(last >= density)) return std::nullopt;
  return std::min(to, from + (to - from) * (density - first) / (last - first));
}

/// End of the present segment; of one without, the least it can last.
double least_end(const ImposedCurrent& current, const interface::Case& values, double now,
                 double monolayer) {
  if (std::isfinite(current.segment_end())) return current.segment_end();
  double least = 0.0;
  if (const auto* waiting = current.waiting()) {
    least = waiting->min_monolayers * monolayer;
  } else if (const auto* constant = std::get_if<interface::Constant>(&values.current)) {
    least = constant->monolayers * monolayer;
  } else if (const auto* cycle = std::get_if<interface::Cycle>(&values.current)) {
    least = cycle->monolayers * monolayer;
  }
  const double density = std::abs(current.density(now));
  return density > 0 ? now + least / density : now;
}

/// Shows every segment of a current, from its beginning to its end, until `use` says that it has
/// seen enough.
template <class Use>
void for_each_segment(const interface::Case& values, double monolayer, Use use) {
  constexpr int most_segments = 1000000;  // a staircase of tiny steps: what is found is then a
                                          // lower bound
  ImposedCurrent current(interface::with_expected_ramp(values).current);
  const double longest =
      values.limits.time > 0 ? values.limits.time : std::numeric_limits<double>::infinity();
  double now = 0.0;
  for (int segment = 0; segment < most_segments; ++segment) {
    const double end = std::min(longest, least_end(current, values, now, monolayer));
    if (!use(current, now, end)) return;
    const bool waits = current.waiting() != nullptr || current.halves_at_end();
    now = end;
    if (now >= longest || (!waits && !std::isfinite(current.segment_end()))) return;
    if (!(waits ? current.release(now) : current.advance(now))) return;
  }
}

/// Time integral [s/A^2] of the charge that has passed, until it is `charge` [1/A^2]: how much a
/// closed slab holds, and how long.
double charge_held(const interface::Case& values, double charge, double monolayer) {
  double passed = 0.0;
  double held = 0.0;
  for_each_segment(values, monolayer, [&](const ImposedCurrent& current, double from, double end) {
    const double to = std::min(end, current.reached(from, charge - passed));
    const double half = current.exposure(from, (from + to) / 2);
    const double whole = current.exposure(from, to);
    held += (to - from) * (passed + (4 * half + whole) / 6);  // Simpson's rule: the charge is a
                                                              // parabola
    passed += whole;
    return to == end;
  });
  return held;
}

/// Vacant fraction of the metal in equilibrium with an interface at the coverage of onset.
double inner_fraction(const interface::Case& values) {
  const interface::IsolatedRates rates = interface::isolated_rates(values);
  const double vacant = values.onset.coverage_threshold * rates.inject;
  return vacant / (vacant + (1 - values.onset.coverage_threshold) * rates.return_);
}

/// Hops per site of the interface [1/s] in a closed slab that is at the coverage of onset.
double closed_hop_rate(const interface::Case& values) {
  const interface::IsolatedRates rates = interface::isolated_rates(values);
  const bool in_plane = values.metal.normal == lattice::Normal::n110;
  const double interface_rate = in_plane ? 4 * rates.lateral + 2 * rates.inject : 4 * rates.inject;
  return values.onset.coverage_threshold * interface_rate +
         (values.metal.layers - 1) * inner_fraction(values) * lattice::nn1_count * rates.bulk;
}

}  // namespace

Outlook outlook(const interface::Case& values, double density, double monolayer) {
  Outlook result;
  for_each_segment(values, monolayer, [&](const ImposedCurrent& current, double from, double end) {
    const auto when = crossing(current, from, end, density);
    if (when && !result.to_density)
      result.to_density = result.total + current.exposure(from, *when);
    result.total += current.exposure(from, end);
    result.highest = std::max({result.highest, current.density(from), current.density(end)});
    result.waits = result.waits || current.waiting() != nullptr;
    return true;
  });
  return result;
}

double highest_density(const interface::Case& values) {
  const double monolayer = 1 / interface::site_area(values.metal);
  return outlook(values, interface::predicted_density(values), monolayer).highest;
}

double charge_to_fill(const interface::Case& values) {
  return values.onset.coverage_threshold + (values.metal.layers - 1) * inner_fraction(values);
}

Cost expected_cost(const interface::Case& values) {
  const lattice::Slab slab = slab_of(values.metal);
  const double monolayer = 1 / slab.site_area();
  const Outlook ahead = outlook(values, interface::predicted_density(values), monolayer);
  const bool closed = beyond(values).leaving == interface::Leaving::blocked;
  double layers = ahead.total / monolayer;
  if (values.stop != interface::Stop::end) {
    if (closed) layers = std::min(layers, charge_to_fill(values));
    if (!closed && ahead.to_density) layers = *ahead.to_density / monolayer;
  }
  if (values.limits.monolayers > 0) layers = std::min(layers, values.limits.monolayers);
  Cost cost;
  cost.strips = layers * slab.sites_per_layer();
  const double hops =
      closed ? closed_hop_rate(values) * slab.sites_per_layer() *
                   charge_held(values, layers * monolayer, monolayer) /
                   (charge_to_fill(values) * monolayer)
             : cost.strips * interface::hops_per_strip(values, values.onset.coverage_threshold);
  if (std::isfinite(hops)) cost.hops = hops;
  return cost;
}

}  // namespace lacuna::app
