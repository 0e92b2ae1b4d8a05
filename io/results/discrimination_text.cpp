#include "io/results/discrimination_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "io/results/columns.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;
using Rows = std::vector<std::vector<std::string>>;

constexpr double enough = 2;  // standard errors

std::string pair_words(const Plan& plan, const CellRivals& pair) {
  std::string text = plan.branches[pair.first].name + " | " + label_of(plan, pair.second);
  if (plan.cell->thicknesses.size() > 1) text += fmt::format(", {:g} um", pair.thickness / 1e4);
  return text;
}

void add_rows(const Plan& plan, const CellRivals& pair, Rows& rows) {
  constexpr std::size_t most = 3;  // the rest is in cell_discrimination.csv
  constexpr double least = 1;      // standard errors; the best is shown in any case
  for (std::size_t k = 0; k < std::min(most, pair.measurements.size()); ++k) {
    const Discrimination& found = pair.measurements[k];
    if (k > 0 && found.ratio() < least) return;
    rows.push_back({k == 0 ? pair_words(plan, pair) : "", words_for(found),
                    predicted_text(found.measurement, found.first),
                    predicted_text(found.measurement, found.second),
                    fmt::format("{:.2g}", found.ratio())});
  }
}

std::string words_by(const Discrimination& found) {
  if (found.each_by_its_own) return ", each by its own onset";
  if (!found.onset) return "";
  return *found.onset == CellOnset::first_void ? ", by first void" : ", by contact loss";
}

/// What is measured of all pairs that survive; the onset where that is one for all.
std::string words_for_all(const std::vector<CellRivals>& list, Measurement measurement) {
  std::set<std::string> onsets;
  for (const CellRivals& pair : list)
    for (const Discrimination& each : pair.measurements)
      if (pair.both_survive && each.measurement == measurement) onsets.insert(words_by(each));
  if (onsets.size() > 1) return words_for(measurement) + ", by the onsets that pairs have";
  return words_for(measurement) + (onsets.empty() ? "" : *onsets.begin());
}

std::string no_rivals_left(const std::vector<CellRivals>& list) {
  return list.empty() ? ""
                      : "At the cell at most one hypothesis is left beside each measurement; it is "
                        "set against those that are excluded.\n";
}

}  // namespace

std::string words_for(Measurement measurement) {
  switch (measurement) {
    case Measurement::current: return "critical current (mA/cm2)";
    case Measurement::energy: return "E_A (eV)";
    case Measurement::temperatures: return "E_A of the colder less that of the hotter half (eV)";
    case Measurement::thickness: return "j in a tenth of the metal / j";
    case Measurement::area: return "j on a hundredth of the area / j";
    case Measurement::time: return "j ten times as fast / j";
    case Measurement::pressure: return "j under 10 MPa more / j";
    case Measurement::diffusion: return "tracer diffusion D* (cm2/s)";
    case Measurement::adhesion: break;
  }
  return "work of adhesion (J/m2)";
}

std::string words_for(const Discrimination& found) {
  return words_for(found.measurement) + words_by(found);
}

std::string predicted_text(Measurement measurement, double value) {
  switch (measurement) {
    case Measurement::energy:
    case Measurement::temperatures:
    case Measurement::adhesion: return fmt::format("{:.3f}", value);
    case Measurement::current:
    case Measurement::diffusion:
    case Measurement::thickness:
    case Measurement::area:
    case Measurement::time:
    case Measurement::pressure: break;
  }
  return fmt::format("{:.3g}", std::exp(value));
}

std::string decision_text(const std::vector<CellRivals>& list) {
  const bool any = std::any_of(list.begin(), list.end(),
                               [](const CellRivals& pair) { return pair.both_survive; });
  if (!any) return no_rivals_left(list);
  const auto best = best_measurement(list);
  if (!best)
    return "At the cell no single measurement is predicted for all surviving hypotheses.\n";
  const std::string what = words_for_all(list, best->measurement);
  if (best->least_ratio < enough)
    return fmt::format(
        "At the cell no single measurement separates all surviving hypotheses; the best is {} "
        "({:.1f} standard errors for the closest pair).\n",
        what, best->least_ratio);
  return fmt::format(
      "What would decide at the cell: {} ({:.1f} standard errors or more between any two "
      "surviving hypotheses).\n",
      what, best->least_ratio);
}

std::string discrimination_text(const Plan& plan, const std::vector<CellRivals>& list) {
  Rows rows{{"hypotheses", "measurement", "first", "second", "separation (sigma)"}};
  const bool survivors = !list.empty() && list.front().both_survive;
  for (const CellRivals& pair : list)
    if (pair.both_survive == survivors) add_rows(plan, pair, rows);
  const bool is_empty = rows.size() == 1;
  if (is_empty) return {};  // nothing is predicted of any pair
  const char* title = survivors
                          ? "what would separate the surviving hypotheses"
                          : "what would separate excluded hypotheses from those that are left";
  return fmt::format("\n{}, at the cell and {:g} K\n", title,
                     plan.temperatures[plan.temperatures.size() / 2]) +
         columns(rows) + decision_text(list);
}

}  // namespace lacuna::io
