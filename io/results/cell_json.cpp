#include "io/results/cell_json.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "io/number_rows.hpp"
#include "io/results/cell_text.hpp"
#include "io/results/cell_words.hpp"
#include "io/results/discrimination_text.hpp"
#include "io/results/fit_tables.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

constexpr double angstrom_in_um = 1e4, hours = 3600, angstrom2_in_cm2 = 1e16;
constexpr std::size_t most_instants = 120;  // of a cell, on a page

double in_mA(double density) { return density / constants::mA_per_cm2; }

Json moment_block(const cell::Moment* moment) {
  return moment != nullptr ? rounded(in_mA(moment->trend)) : Json(nullptr);
}

Json spread_block(const Spread& spread) {
  const auto& prior = spread.prior;
  return {{"sampling", rounded(spread.sampling)},
          {"steps", rounded(spread.steps)},
          {"births", rounded(spread.births)},
          {"prior", prior ? rounded(prior->deviation) : Json(nullptr)},
          {"draws", prior ? Json(prior->draws) : Json(nullptr)}};
}

// Of the current of an onset; nulls where there is none, null at an open end.
Json interval_block(const cell::Design& design, const cell::Outcome& outcome,
                    const cell::Moment* moment, double level) {
  if (moment == nullptr) return {nullptr, nullptr};
  const Interval whole = current_interval(moment->trend, spread_of(design, outcome, level), level);
  const auto end = [](double density) {
    return density > 0 ? rounded(in_mA(density)) : Json(nullptr);  // 0: open
  };
  return {end(whole.low), end(whole.high)};
}

Json range_of(const MeasuredEnergy& energy) {
  return {{"low", rounded(energy.low)},
          {"high", rounded(energy.high)},
          {"error", rounded(energy.error)}};
}

/// [eV] Null at an open end.
Json estimate_block(const Estimate& estimate) {
  return {{"value", exact(estimate.value)},
          {"low", exact(estimate.interval.low)},
          {"high", exact(estimate.interval.high)}};
}

Json currents_block(const std::optional<CellCurrents>& currents) {
  if (!currents) return nullptr;
  const auto& slope = currents->slope;
  return {{"compared", currents->compared},
          {"met", currents->met},
          {"slope", slope ? Json(word_of(slope->comparison.overlap)) : Json(nullptr)},
          {"slope_measured", slope ? range_of(slope->measured) : Json(nullptr)},
          {"slope_energy", slope ? estimate_block(slope->cell) : Json(nullptr)},
          {"lowest_ratio", rounded(currents->lowest)},
          {"highest_ratio", rounded(currents->highest)}};
}

Json energy_block(const CellEnergy& energy) {
  Json block{{"value", nullptr}, {"low", nullptr}, {"high", nullptr}, {"remark", energy.remark}};
  if (energy.value) {
    block["value"] = exact(energy.value->value);
    block["low"] = exact(energy.value->interval.low);
    block["high"] = exact(energy.value->interval.high);
  }
  const auto* against = energy.against_slope();
  block["interval"] = against != nullptr ? Json(word_of(against->overlap)) : Json(nullptr);
  block["spread"] = spread_block(energy.spread);
  block["currents"] = currents_block(energy.currents);
  block["verdict"] = energy.is_compared() ? Json(word_of(energy.verdict)) : Json(nullptr);
  return block;
}

Json course_block(const cell::Outcome& outcome) {
  Json course = Json::array();
  for (const std::size_t k : evenly(outcome.course.size(), most_instants)) {
    const cell::Instant& at = outcome.course[k];
    Json row = Json::array();
    for (const double value :
         {at.time / hours, in_mA(at.density), at.voids * angstrom2_in_cm2, at.lost, at.voltage})
      row.push_back(rounded(value));
    course.push_back(std::move(row));
  }
  return course;
}

Json first_voids_block(const cell::Outcome& outcome) {
  Json list = Json::array();
  for (const auto& moment : outcome.first_void)
    list.push_back(moment_block(moment ? &*moment : nullptr));
  return list;
}

Json prediction_block(const Plan& plan, double temperature, const CellPrediction& prediction) {
  Json block{{"temperature_K", rounded(temperature)}, {"refusal", prediction.refusal}};
  if (!prediction.outcome) return block;
  const cell::Outcome& outcome = *prediction.outcome;
  for (const CellOnset onset : all_cell_onsets) {
    const auto* moment = moment_of(outcome, onset, *plan.cell);
    const std::string word = word_of(onset);
    block[word] = moment_block(moment);
    block[word + "_interval"] =
        interval_block(plan.cell->design, outcome, moment, plan.confidence.level);
  }
  block["first_voids"] = first_voids_block(outcome);
  block["critical_size"] =
      outcome.at_first_void ? rounded(outcome.at_first_void->critical_size) : Json(nullptr);
  const auto& dissolved = outcome.flaws_dissolved;
  block["flaws_dissolved"] = moment_block(dissolved ? &*dissolved : nullptr);
  block["no_void"] = outcome.no_void;
  block["ended_early"] = outcome.ended_early;
  block["kept_contact"] = words_for_kept_contact(*plan.cell, prediction);
  block["course"] = course_block(outcome);
  return block;
}

/// The measured slope through the middle one of the critical currents: 1000 K/T, and mA/cm². Empty
/// where nothing was measured, or there is no current.
Json slope_block(const Plan& plan, const CellBranch& branch) {
  struct Point {
    double temperature, density;
  };
  std::vector<Point> points;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& outcome = branch.temperatures[t].outcome;
    const auto* moment = outcome ? moment_of(*outcome, branch.decisive(), *plan.cell) : nullptr;
    if (moment != nullptr) points.push_back({plan.temperatures[t], in_mA(moment->trend)});
  }
  Json slope = Json::array();
  const auto* measured = measured_by(plan, branch.branch);
  if (measured == nullptr || points.empty()) return slope;
  const auto [room, density] = points[points.size() / 2];
  for (const Point& point : points) {
    const double by = inverse_thermal_energy(point.temperature) - inverse_thermal_energy(room);
    slope.push_back({rounded(1000 / point.temperature),
                     rounded(density * std::exp(-(measured->low + measured->high) / 2 * by))});
  }
  return slope;
}

/// Steps of the way from the box; currents are [K, mA/cm², s of an e-fold].
Json journey_block(const Plan& plan, const CellBranch& branch) {
  Json steps = Json::array();
  for (std::size_t k = 0; k < branch.journey_energies.size(); ++k) {
    Json currents = Json::array();
    const cell::JourneyStep* any = nullptr;
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
      const auto& outcome = branch.temperatures[t].outcome;
      if (!outcome || k >= outcome->journey.size()) continue;
      any = &outcome->journey[k];
      if (any->density)
        currents.push_back(
            {rounded(plan.temperatures[t]), rounded(in_mA(*any->density)), rounded(any->e_fold)});
    }
    if (any == nullptr) continue;
    const auto& energy = branch.journey_energies[k];
    steps.push_back({{"stage", word_of(any->stage)},
                     {"area_cm2", rounded(any->area / angstrom2_in_cm2)},
                     {"metal_um", rounded(any->thickness / angstrom_in_um)},
                     {"E_A", energy ? rounded(*energy) : Json(nullptr)},
                     {"currents", currents}});
  }
  return steps;
}

Json branch_of_cells(const Plan& plan, const CellBranch& branch) {
  const Branch& about = plan.branches[branch.branch];
  Json temperatures = Json::array(), energies = Json::object();
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t)
    temperatures.push_back(prediction_block(plan, plan.temperatures[t], branch.temperatures[t]));
  for (const CellOnset onset : all_cell_onsets)
    energies[word_of(onset)] = energy_block(branch.energy(onset));
  return {{"branch", branch.branch},
          {"name", about.name},
          {"grid", about.grid},
          {"measured", about.measured},
          {"thickness_um", rounded(branch.thickness / angstrom_in_um)},
          {"decisive", word_of(branch.decisive())},
          {"energies", energies},
          {"slope", slope_block(plan, branch)},
          {"journey", journey_block(plan, branch)},
          {"temperatures", temperatures}};
}

Json rivals_block(const Plan& plan, const CellRivals& pair) {
  Json measurements = Json::array();
  for (const Discrimination& each : pair.measurements)
    measurements.push_back({{"what", words_for(each)},
                            {"first", predicted_text(each.measurement, each.first)},
                            {"second", predicted_text(each.measurement, each.second)},
                            {"ratio", rounded(each.ratio())}});
  return {{"first", plan.branches[pair.first].name},
          {"second", plan.branches[pair.second].name},
          {"grid", plan.branches[pair.first].grid},
          {"thickness_um", rounded(pair.thickness / angstrom_in_um)},
          {"both_survive", pair.both_survive},
          {"measurements", measurements}};
}

/// As the text has it.
Json fit_at_cell_block(const Plan& plan, const CellFitted& fitted) {
  const ShownTable table = shown_fits("fit at the cell", plan.cell_fit->fit, fitted.fits);
  return {{"title", table.title}, {"note", table.note}, {"rows", table.rows}};
}

}  // namespace

Json cells_block(const Plan& plan, const CellFindings& cells) {
  Json list = Json::array(), rivals = Json::array();
  for (const CellRivals& pair : cells.rivals) rivals.push_back(rivals_block(plan, pair));
  for (const CellBranch& branch : cells.branches) list.push_back(branch_of_cells(plan, branch));
  return {{"area_cm2", rounded(plan.cell->design.area / angstrom2_in_cm2)},
          {"contact_loss", rounded(plan.cell->design.contact_loss)},
          {"design", design_words(*plan.cell)},
          {"level", plan.confidence.level},
          {"verdict", cell_verdict_text(plan, cells)},
          {"intervals", interval_words(*plan.cell)},
          {"stripped", stripped_words(plan, cells.branches)},
          {"course", {"time_h", "j_mA_cm2", "voids_per_cm2", "lost", "voltage_V"}},
          {"branches", list},
          {"rivals", rivals},
          {"decision", decision_text(cells.rivals)},
          {"fit", cells.fitted ? fit_at_cell_block(plan, *cells.fitted) : Json(nullptr)}};
}

}  // namespace lacuna::io
