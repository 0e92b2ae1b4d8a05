#include "io/results/report_study.hpp"

#include <cmath>
#include <string>

#include "ensemble/kaplan_meier.hpp"
#include "ensemble/measured_slope.hpp"
#include "io/results/cell_json.hpp"
#include "io/results/cell_text.hpp"
#include "io/results/currents.hpp"
#include "io/results/hypothesis_tables.hpp"
#include "io/results/report_json.hpp"
#include "io/results/results_tables.hpp"
#include "io/results/settings_table.hpp"
#include "io/results/shared_page.hpp"
#include "io/results/study_words.hpp"
#include "io/shell_word.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

Json rounded_current(double log_density) { return rounded(current_of_log(log_density)); }

Json with_ends(const Estimate& estimate) {
  return {{"value", exact(estimate.value)},
          {"low", exact(estimate.interval.low)},
          {"high", exact(estimate.interval.high)}};
}
Json with_ends(const std::optional<Estimate>& estimate) {
  return estimate ? with_ends(*estimate) : Json(nullptr);
}

/// An open lower end of ln j is a current of nothing, which no logarithmic axis has.
Json current_with_ends(const Estimate& log) {
  const auto end = [](double x) { return std::isfinite(x) ? rounded_current(x) : Json(nullptr); };
  return {
      {"value", end(log.value)}, {"low", end(log.interval.low)}, {"high", end(log.interval.high)}};
}

Json measured_block(const Plan& plan) {
  Json rows = Json::array();
  for (const MeasuredRow& row : plan.experiment) {
    rows.push_back({{"name", row.name},
                    {"low", rounded(row.energy.low)},
                    {"high", rounded(row.energy.high)},
                    {"error", rounded(row.energy.error)}});
  }
  return rows;
}

Json points_block(const Plan& plan) {
  Json points = Json::array();
  for (const MeasuredPoint& point : plan.measured_points) {
    points.push_back({{"temperature_K", rounded(point.temperature)},
                      {"j", rounded_current(point.log_density)},
                      {"low", rounded_current(point.log_density - point.error)},
                      {"high", rounded_current(point.log_density + point.error)}});
  }
  return points;
}

/// Share of replicas that still hold contact, after each step of the current.
Json survival_block(const CellSample& sample) {
  Json steps = Json::array();
  if (sample.onsets.empty()) return steps;
  const KaplanMeier estimate(sample.onsets);
  for (std::size_t k = 0; k < estimate.steps().size(); ++k) {
    const double where = estimate.steps()[k].position();
    if (!std::isfinite(where)) continue;
    const bool known = k < estimate.errors().size();
    steps.push_back({rounded_current(where), rounded(1 - estimate.cumulated()[k]),
                     known ? rounded(estimate.errors()[k]) : Json(nullptr)});
  }
  return steps;
}

Json cell_block(const CellResult& cell) {
  Json onsets = Json::array();
  for (const Observation& onset : cell.sample.onsets)
    onsets.push_back({rounded_current(onset.value), word_of(onset.censored)});
  return {{"temperature_K", rounded(cell.sample.temperature)},
          {"median", cell.median ? current_with_ends(*cell.median) : Json(nullptr)},
          {"replicas", cell.sample.onsets.size()},
          {"censored_left", cell.count(Censored::left)},
          {"censored_right", cell.count(Censored::right)},
          {"failed", cell.failed},
          {"missing", cell.missing},
          {"lag", rounded(cell.lag)},
          {"not_quasi_static", cell.not_quasi_static},
          {"charge_per_e_fold", rounded(cell.charge_per_e_fold)},
          {"onsets", onsets},
          {"survival", survival_block(cell.sample)}};
}

/// 1000 K / T over the temperatures of the study, and a little beyond; the middle one is in its
/// middle.
std::vector<double> abscissae(const Plan& plan) {
  constexpr int steps = 24;
  const double cold = 1000 / plan.temperatures.front(), hot = 1000 / plan.temperatures.back();
  const double margin = 0.03 * (cold - hot);
  std::vector<double> list;
  for (int k = 0; k <= steps; ++k)
    list.push_back(hot - margin + (cold - hot + 2 * margin) * k / steps);
  return list;
}

/// The fitted line and its band.
Json band_block(const Plan& plan, const Arrhenius& line) {
  Json band = Json::array();
  for (const double x : abscissae(plan)) {
    const Estimate at = line.estimate_at(1000 / x);
    band.push_back({rounded(x), rounded_current(at.value), rounded_current(at.interval.low),
                    rounded_current(at.interval.high)});
  }
  return band;
}

/// Lines through the middle of the fitted one with what was measured as their slopes: one standard
/// error below, the value or the middle of the range, one standard error above.
Json wedge_block(const Plan& plan, const Arrhenius& line, const MeasuredEnergy& energy) {
  const std::vector<double> list = abscissae(plan);
  const double middle = 1000 / list[list.size() / 2];
  Json wedge = Json::array();
  for (const double x : list) {
    const double by = inverse_thermal_energy(1000 / x) - inverse_thermal_energy(middle);
    const auto with = [&](double slope) {
      return rounded_current(line.log_density_at(middle) - slope * by);
    };
    wedge.push_back({rounded(x), with((energy.low + energy.high) / 2),
                     with(energy.low - energy.error), with(energy.high + energy.error)});
  }
  return wedge;
}

Json rate_block(const RateDependence& rate) { return {{"exponent", with_ends(rate.exponent)}}; }

/// What E_A is drawn beside.
Json range_block(const std::optional<MeasuredEnergy>& energy) {
  if (!energy) return nullptr;
  return {{"low", rounded(energy->low)},
          {"high", rounded(energy->high)},
          {"error", rounded(energy->error)}};
}

Json branch_block(const Plan& plan, const BranchResult& result) {
  const Branch& branch = plan.branches[result.branch];
  const auto beside = measured_beside(plan, result);
  Json cells = Json::array();
  for (const CellResult& cell : result.cells) cells.push_back(cell_block(cell));
  Json block{
      {"name", branch.name},
      {"grid", branch.grid},
      {"note", branch.note},
      {"set", settings_words(branch)},
      {"measured", branch.measured},
      {"verdict", result.compared() ? Json(word_of(result.verdict)) : Json(nullptr)},
      {"verdict_words", result.compared() ? words_at_box(result.verdict) : ""},
      {"interval", result.comparison ? Json(word_of(result.comparison->overlap)) : Json(nullptr)},
      {"same_ramp", word_of(result.same_ramp)},
      {"equal_charge", result.equal_charge},
      {"range", range_block(beside)},
      {"E_A", nullptr},
      {"E_A_charge", with_ends(result.energy_under(SameRamp::charge))},
      {"E_A_fixed", with_ends(result.energy_under(SameRamp::fixed))},
      {"E_A_theory", exact(result.theory_energy)},
      {"cells", cells},
      {"warnings", result.warnings}};
  if (const auto& line = result.arrhenius) {
    block["E_A"] = with_ends(line->activation_energy);
    block["prefactor"] = current_with_ends(line->log_prefactor);
    block["curvature_p"] = line->curvature ? rounded(line->curvature->quadratic_p) : Json(nullptr);
    block["censored"] = rounded(line->censored_share);
    block["band"] = band_block(plan, *line);
    if (beside) block["wedge"] = wedge_block(plan, *line, *beside);
  }
  if (result.rate) block["rate"] = rate_block(*result.rate);
  return block;
}

Json evaluation_block(const BranchResult& evaluation) {
  return {{"branch", evaluation.branch},
          {"parameters", evaluation.parameters},
          {"E_A", evaluation.arrhenius ? with_ends(evaluation.arrhenius->activation_energy)
                                       : Json(nullptr)}};
}

Json fitted_block(const Fit& fit, const FitResult& result) {
  Json values = Json::array();
  for (const FittedParameter& p : result.parameters) {
    values.push_back({{"value", rounded(p.value)},
                      {"low", rounded(p.interval.low)},
                      {"high", rounded(p.interval.high)},
                      {"low_open", p.low_open},
                      {"high_open", p.high_open}});
  }
  const auto& energy = fit.targets[result.target].energy;
  return {{"branch", result.branch},
          {"target", fit.targets[result.target].name},
          {"target_low", energy ? rounded(energy->low) : Json(nullptr)},
          {"target_high", energy ? rounded(energy->high) : Json(nullptr)},
          {"target_error", energy ? rounded(energy->error) : Json(nullptr)},
          {"values", values},
          {"remark", result.remark}};
}

Json fit_block(const Fit& fit, const StudyResult& result) {
  Json parameters = Json::array(), branches = Json::array(), evaluations = Json::array(),
       fitted = Json::array();
  for (const FitParameter& parameter : fit.parameters) parameters.push_back(parameter.name);
  for (const Branch& branch : fit.branches) branches.push_back(branch.grid);
  for (const BranchResult& evaluation : result.evaluations)
    evaluations.push_back(evaluation_block(evaluation));
  for (const FitResult& each : result.fits) fitted.push_back(fitted_block(fit, each));
  return {{"parameters", parameters},
          {"grid_keys", fit.grid_keys},
          {"branches", branches},
          {"evaluations", evaluations},
          {"results", fitted}};
}

Json table_block(const ShownTable& table) {
  return {{"title", table.title}, {"note", table.note}, {"rows", table.rows}};
}

/// What the text of the study shows too, in the same words.
Json tables_block(const Plan& plan, const StudyResult& result) {
  Json tables = Json::array();
  for (const ShownTable& table : shown_tables(plan, result)) tables.push_back(table_block(table));
  return tables;
}

Json totals_block(const Records& records) {
  std::uint64_t replicas = 0, failures = 0, hops = 0;
  for (const auto& [id, record] : records) {
    if (const auto* chosen = std::get_if<ChosenRamp>(&record.found)) hops += chosen->hops;
    if (record.task.kind != TaskKind::replica) continue;
    if (const auto* outcome = std::get_if<Outcome>(&record.found)) {
      ++replicas;
      hops += outcome->hops;
    } else {
      ++failures;
    }
  }
  return {{"replicas", replicas}, {"failed", failures}, {"hops", hops}};
}

}  // namespace

std::string study_report(const Plan& plan, const Records& records, const StudyResult& result,
                         const std::optional<CellFindings>& cells, const std::string& input,
                         const std::filesystem::path& directory) {
  Json branches = Json::array();
  for (const BranchResult& branch : result.branches) branches.push_back(branch_block(plan, branch));
  const std::string name = name_of_directory(directory);
  return json_text(
      {{"kind", "study"},
       {"name", plan.name},
       {"headline", cells ? cell_headline(plan, *cells) : headline(plan, result.conclusion)},
       {"verdict",
        verdict_text(plan, result.conclusion) + chances_text(result) + measured_text(plan)},
       {"settings", table_block(shown_settings(plan))},
       {"tables", tables_block(plan, result)},
       {"absolute", table_block(shown_prefactors(plan, result))},
       {"without_E_A", without_energy_text(plan, result)},
       {"warnings", result.warnings},
       {"directory", name},
       {"command", (records.empty() && cells ? "lacuna cell " : "lacuna study ") +
                       shell_word(name + "/input.yaml") + " --out again"},
       {"level", plan.confidence.level},
       {"seed", std::to_string(plan.seed)},
       {"temperatures_K", plan.temperatures},
       {"grid_keys", plan.grid_keys},
       {"measured", measured_block(plan)},
       {"measured_points", points_block(plan)},
       {"branches", branches},
       {"cells", cells ? cells_block(plan, *cells) : Json(nullptr)},
       {"fit", plan.fit ? fit_block(*plan.fit, result) : Json(nullptr)},
       {"totals", totals_block(records)},
       {"program", program_block()},
       {"input", without_folders(input)}});
}

}  // namespace lacuna::io
