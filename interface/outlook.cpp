#include "interface/outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "interface/auto_ramp.hpp"
#include "interface/imposed_current.hpp"
#include "interface/theory.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {
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
double least_end(const ImposedCurrent& current, const Case& values, double now, double monolayer) {
  if (std::isfinite(current.segment_end())) return current.segment_end();
  double least = 0.0;
  if (const auto* waiting = current.waiting()) {
    least = waiting->min_monolayers * monolayer;
  } else if (const auto* constant = std::get_if<Constant>(&values.current)) {
    least = constant->monolayers * monolayer;
  } else if (const auto* cycle = std::get_if<Cycle>(&values.current)) {
    least = cycle->monolayers * monolayer;
  }
  const double density = std::abs(current.density(now));
  return density > 0 ? now + least / density : now;
}

/// Shows every segment of a current, from its beginning to its end.
template <class Use>
void for_each_segment(const Case& values, double monolayer, Use use) {
  constexpr int most_segments = 1000000;  // a staircase of tiny steps: what is found is then a
                                          // lower bound
  ImposedCurrent current(with_expected_ramp(values).current);
  const double longest =
      values.limits.time > 0 ? values.limits.time : std::numeric_limits<double>::infinity();
  double now = 0.0;
  for (int segment = 0; segment < most_segments; ++segment) {
    const double end = std::min(longest, least_end(current, values, now, monolayer));
    use(current, now, end);
    const bool waits = current.waiting() != nullptr || current.halves_at_end();
    now = end;
    if (now >= longest || (!waits && !std::isfinite(current.segment_end()))) return;
    if (!(waits ? current.release(now) : current.advance(now))) return;
  }
}

/// Vacant fraction of the metal in equilibrium with an interface at the coverage of onset.
double inner_fraction(const Case& values) {
  const IsolatedRates rates = isolated_rates(values);
  const double vacant = values.onset.coverage_threshold * rates.inject;
  return vacant / (vacant + (1 - values.onset.coverage_threshold) * rates.return_);
}

}  // namespace

Outlook outlook(const Case& values, double density, double monolayer) {
  Outlook result;
  for_each_segment(values, monolayer, [&](const ImposedCurrent& current, double from, double end) {
    const auto when = crossing(current, from, end, density);
    if (when && !result.to_density)
      result.to_density = result.total + current.exposure(from, *when);
    const double passed = current.exposure(from, end);
    const auto* const waiting = current.waiting();
    result.total += passed;
    result.most += waiting ? std::max(passed, waiting->max_monolayers * monolayer) : passed;
    result.highest = std::max({result.highest, current.density(from), current.density(end)});
    result.waits = result.waits || waiting != nullptr;
  });
  return result;
}

double highest_density(const Case& values) {
  const double monolayer = 1 / site_area(values.metal);
  return outlook(values, predicted_density(values), monolayer).highest;
}

std::vector<std::string> charge_cautions(const Case& values) {
  const double monolayer = 1 / site_area(values.metal);
  double most = outlook(values, predicted_density(values), monolayer).most / monolayer;
  if (values.limits.monolayers > 0) most = std::min(most, values.limits.monolayers);
  std::vector<std::string> list;
  const auto check = [&](double asked, const char* what) {
    if (asked > most)
      list.push_back(
          fmt::format("{} {:.3g} monolayers, and at most {:.3g} pass in all, so that no "
                      "onset can come; shorten it, or let more pass",
                      what, asked, most));
  };
  check(values.onset.window_monolayers, "onset.window_monolayers: the window is");
  check(values.sample_monolayers, "sample.every_monolayers: from sample to sample there are");
  return list;
}

double charge_to_fill(const Case& values) {
  return values.onset.coverage_threshold + (values.metal.layers - 1) * inner_fraction(values);
}

}  // namespace lacuna::interface
