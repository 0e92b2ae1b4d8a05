#include "app/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "interface/auto_ramp.hpp"
#include "interface/programme.hpp"

namespace lacuna::app {

using interface::Programme;

namespace {

/// When the current first is at least `density` between two times of one segment.
std::optional<double> crossing(const Programme& programme, double from, double to, double density) {
  const double first = programme.density(from);
  const double last = programme.density(to);
  if (first >= density) return from;
  if (!(last >= density)) return std::nullopt;
  return std::min(to, from + (to - from) * (density - first) / (last - first));
}

/// End of the present segment; of one without, the least it can last.
double least_end(const Programme& programme, const interface::Case& values, double now, double monolayer) {
  if (std::isfinite(programme.segment_end())) return programme.segment_end();
  double least = 0.0;
  if (const auto* waiting = programme.waiting()) {
    least = waiting->min_monolayers * monolayer;
  } else if (const auto* constant = std::get_if<interface::Constant>(&values.current)) {
    least = constant->monolayers * monolayer;
  }
  const double density = std::abs(programme.density(now));
  return density > 0 ? now + least / density : now;
}

}  // namespace

Outlook outlook(const interface::Case& values, double density, double monolayer) {
  constexpr int most_segments = 1000000;  // a staircase of tiny steps: then this is a lower bound
  Programme programme(interface::with_expected_ramp(values).current);
  Outlook result;
  double now = 0.0;
  for (int segment = 0; segment < most_segments; ++segment) {
    const double longest = values.limits.time > 0 ? values.limits.time : std::numeric_limits<double>::infinity();
    const double end = std::min(longest, least_end(programme, values, now, monolayer));
    const auto when = crossing(programme, now, end, density);
    if (when && !result.to_density) result.to_density = result.total + programme.exposure(now, *when);
    result.total += programme.exposure(now, end);
    result.highest = std::max({result.highest, programme.density(now), programme.density(end)});
    const bool waits = programme.waiting() != nullptr;
    result.waits = result.waits || waits;
    now = end;
    if (now >= longest || (!waits && !std::isfinite(programme.segment_end()))) break;
    if (!(waits ? programme.release(now) : programme.advance(now))) break;
  }
  return result;
}

}  // namespace lacuna::app
