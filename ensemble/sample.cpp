#include "ensemble/sample.hpp"

#include <algorithm>
#include <numeric>

#include "core/constants.hpp"
#include "core/error.hpp"

namespace lacuna::ensemble {

std::vector<double> exact_values(const CellSample& cell) {
  std::vector<double> values;
  values.reserve(cell.onsets.size());
  for (const Observation& o : cell.onsets) {
    if (o.censored != Censored::no)
      throw Error(
          "a censored onset was taken for an observed one; use the estimators for censored "
          "samples");
    values.push_back(o.value);
  }
  return values;
}

bool any_censored(std::span<const CellSample> cells) { return censored_share(cells) > 0; }

bool any_censored(std::span<const CellSample> cells, Censored side) {
  return std::ranges::any_of(cells, [side](const CellSample& cell) {
    return std::ranges::any_of(cell.onsets,
                               [side](const Observation& o) { return o.censored == side; });
  });
}

const char* way_to_onset(bool above, bool below, bool ramp) {
  if (!ramp)
    return above ? "let the protocol last longer, or strip more at a time"
                 : "strip at a lower current";
  if (above && below) return "widen the current ramp at both ends";
  return above ? "let the current ramp end higher" : "let the current ramp start lower";
}

double censored_share(std::span<const CellSample> cells) {
  std::size_t all = 0, censored = 0;
  for (const CellSample& cell : cells) {
    all += cell.onsets.size();
    for (const Observation& o : cell.onsets) censored += o.censored != Censored::no ? 1 : 0;
  }
  return all == 0 ? 0.0 : static_cast<double>(censored) / static_cast<double>(all);
}

double inverse_thermal_energy(double temperature) {
  return 1 / (constants::boltzmann * temperature);
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0;
  for (const double v : values) squares += (v - centre) * (v - centre);
  return squares / static_cast<double>(values.size() - 1);
}

}  // namespace lacuna::ensemble
