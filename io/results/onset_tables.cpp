#include "io/results/onset_tables.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <tuple>

#include "core/constants.hpp"
#include "io/number_text.hpp"
#include "io/onset_numbers.hpp"
#include "io/results/currents.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;
using interface::Detector;
using interface::OnsetAnswer;
using interface::OnsetNumber;
using interface::OnsetResult;

const std::string mA = "mA/cm²";

double current(double density) { return in_unit(density, constants::mA_per_cm2); }

std::optional<Estimate> log_current(const std::optional<Estimate>& log_density) {
  if (!log_density) return {};
  const double unit = std::log(constants::mA_per_cm2);
  const auto& [low, high] = log_density->interval;
  return Estimate{log_density->value - unit, log_density->error, {low - unit, high - unit}};
}

// --- replicas ---------------------------------------------------------------------------------

struct ReplicaRow {
  std::size_t branch;
  const Plan* plan;
  const Record* record;
  Detector primary;

  [[nodiscard]] const Task& task() const { return record->task; }
  [[nodiscard]] const Outcome* outcome() const { return std::get_if<Outcome>(&record->found); }
  [[nodiscard]] const OnsetResult* onset(Detector detector) const {
    const Outcome* const found = outcome();
    if (found == nullptr) return nullptr;
    const OnsetResult& onset = onset_of(*found, detector);
    return onset.applicable ? &onset : nullptr;
  }
  [[nodiscard]] const OnsetResult* onset() const { return onset(primary); }
};

std::size_t rank_of(double factor) {
  return static_cast<std::size_t>(
      std::find(std::begin(rate_factors), std::end(rate_factors), factor) -
      std::begin(rate_factors));
}

/// Of the hypotheses or of the fit, in the order of the plan. `primary` tells the detector that
/// counts for a task.
template <class Primary>
std::vector<ReplicaRow> replicas_of(const Plan& plan, const Records& records, bool fit,
                                    Primary primary) {
  std::vector<ReplicaRow> rows;
  for (const auto& [id, record] : records) {
    const Task& task = record.task;
    if (task.kind == TaskKind::replica && task.fit == fit)
      rows.push_back({task.branch, &plan, &record, primary(task)});
  }
  const auto place = [](const Task& task) {
    return std::tuple(task.branch, task.parameters, task.temperature, rank_of(task.rate_factor),
                      task.uncapped, task.replica);
  };
  std::sort(rows.begin(), rows.end(), [&](const ReplicaRow& a, const ReplicaRow& b) {
    return place(a.task()) < place(b.task());
  });
  return rows;
}

std::string censored_word(const OnsetResult* onset) {
  return onset != nullptr ? word_of(onset->censored) : "";
}

Number current_at(const OnsetResult* onset) {
  return onset != nullptr ? Number(current(onset->density)) : Number{};
}

std::string failure_of(const ReplicaRow& row) {
  const auto* const failure = std::get_if<Failure>(&row.record->found);
  return failure != nullptr ? failure->message : "";
}

ResultColumn<ReplicaRow> answer_column(const OnsetAnswer& answer) {
  using C = ResultColumn<ReplicaRow>;
  using R = ReplicaRow;
  if (answer.is_yes_or_no())
    return C::count(
        answer.name, yes_no,
        [&answer](const R& r) { return r.onset() != nullptr && answer.get(*r.onset()) != 0; },
        answer.doc);
  return C::text(
      answer.name,
      [&answer](const R& r) {
        return r.onset() != nullptr ? answer.word(answer.get(*r.onset())) : "";
      },
      answer.doc);
}

ResultColumns<ReplicaRow> replica_columns() {
  using C = ResultColumn<ReplicaRow>;
  using R = ReplicaRow;
  ResultColumns<R> columns{
      C::number(
          "temperature_K", "K", [](const R& r) { return r.task().temperature; }, ""),
      C::number(
          "ramp_rate_factor", "", [](const R& r) { return r.task().rate_factor; },
          "1; with `rate_check` also 0.25 and 4: the ramp's rate relative to its own"),
      C::count(
          "uncapped", yes_no, [](const R& r) { return r.task().uncapped; },
          "repeated without `metal.surface_hop_cap`, with `surface_hop_check`"),
      C::count(
          "replica", "", [](const R& r) { return r.task().replica + 1; }, "from 1"),
      C::count(
          "seed", "", [](const R& r) { return r.record->seed; }, "of the run"),
  };
  for (const OnsetAnswer& each : interface::onset_answers)
    if (&each != &interface::onset_answers.front())  // what does not apply has empty columns
      columns.push_back(answer_column(each));
  for (const OnsetNumber& each : interface::onset_numbers) {
    columns.push_back(C::number(
        each.name, each.unit,
        [&each](const R& r) { return r.onset() ? Number(told(each, *r.onset())) : Number{}; },
        each.doc));
  }
  for (const Detector detector : interface::all_detectors) {
    const std::string name = word_of(detector);
    columns.push_back(C::number(
        name + "_j_mA_cm2", mA, [=](const R& r) { return current_at(r.onset(detector)); },
        "by each detector; empty where it does not apply"));
    columns.push_back(C::text(
        name + "_censored", [=](const R& r) { return censored_word(r.onset(detector)); },
        "as `censored`; where the primary detector ended the run first, `right`"));
  }
  const ResultColumns<R> of_run{
      C::number(
          "lag", "",
          [](const R& r) { return r.outcome() ? r.outcome()->quasi_static.lag : std::nullopt; },
          "1 − absorbed/stripped, averaged over the ramp; above 0.05 the ramp was too fast"),
      C::number(
          "stationary_start", yes_no,
          [](const R& r) { return of(r.outcome(), &Outcome::stationary_start); },
          "the coverage was stationary when the ramp left its start"),
      C::number(
          "hops", "", [](const R& r) { return of(r.outcome(), &Outcome::hops); },
          "of vacancies, in the whole run"),
      C::text(
          "ending", [](const R& r) { return r.outcome() ? word_of(r.outcome()->reason) : ""; },
          "why the run ended, as in `summary.json`"),
      C::text("failure", failure_of, "why there is no result; what is above is then empty"),
      C::text(
          "run", [](const R& r) { return id_of(*r.plan, r.task()); },
          "name of its directory in `runs/`"),
  };
  columns.insert(columns.end(), of_run.begin(), of_run.end());
  return columns;
}

// --- cells ------------------------------------------------------------------------------------

struct CellRow {
  std::size_t branch;
  const CellResult* result;
};

std::vector<CellRow> cells_of(const StudyResult& result) {
  std::vector<CellRow> rows;
  for (const BranchResult& branch : result.branches)
    for (const CellResult& cell : branch.cells) rows.push_back({branch.branch, &cell});
  return rows;
}

Number of_ramp(const CellRow& row, double interface::Ramp::*member) {
  return row.result->ramp ? Number(current(*row.result->ramp.*member)) : Number{};
}

std::string censored_share_of(const CellRow& row) {
  return as("{:.0f} %", 100)(ensemble::censored_share({&row.result->sample, 1}));
}

ResultColumns<CellRow> cell_columns() {
  using C = ResultColumn<CellRow>;
  using R = CellRow;
  const std::string outside = "replicas whose onset lay below or above what the ramp could see";
  const std::string not_run = "replicas that could not be run; that have not been run yet";
  const std::string ramp = "the ramp, stated or chosen by a pilot";
  return {
      C::number(
          "temperature_K", "K", [](const R& r) { return r.result->sample.temperature; }, "")
          .shown("T (K)", as("{:g}")),
      C::count(
          "replicas", "", [](const R& r) { return r.result->sample.onsets.size(); },
          "with a result, at the ramp's own rate; the next two are among them")
          .shown("replicas"),
      C::words("censored", censored_share_of),
      C::count(
          "censored_left", "", [](const R& r) { return r.result->count(Censored::left); }, outside),
      C::count(
          "censored_right", "", [](const R& r) { return r.result->count(Censored::right); },
          outside),
      C::count(
          "failed", "", [](const R& r) { return r.result->failed; }, not_run),
      C::count(
          "missing", "", [](const R& r) { return r.result->missing; }, not_run),
      C::count(
          "unobserved", "", [](const R& r) { return r.result->unobserved; },
          "replicas without information on onset: the detector does not apply, or it is bounded "
          "by zero current only"),
      C::count(
          "not_quasi_static", "", [](const R& r) { return r.result->not_quasi_static; },
          "replicas whose lag is above 5 %"),
      C::number(
          "lag", "", [](const R& r) { return r.result->lag; }, "mean")
          .shown("lag", as("{:.1f} %", 100)),
      C::estimate(
          "j_median*_mA_cm2", mA, [](const R& r) { return current_of_log(r.result->median); },
          "median j_crit, by Kaplan and Meier where some are censored")
          .shown("median j (mA/cm2)", current_words, current_words),
      C::estimate(
          "mean_ln_j*", "ln(mA/cm²)", [](const R& r) { return log_current(r.result->mean); },
          "mean of ln j_crit; empty where one is censored"),
      C::number(
          "mean_ln_j_error", "", [](const R& r) { return of(r.result->mean, &Estimate::error); },
          "its standard error"),
      C::number(
          "charge_per_e_fold_monolayers", "monolayers",
          [](const R& r) { return r.result->charge_per_e_fold; },
          "charge per e-fold of current at the median, j² A_s / rate")
          .shown("ML per e-fold", as("{:.1f}")),
      C::number(
          "ramp_from_mA_cm2", mA, [](const R& r) { return of_ramp(r, &interface::Ramp::from); },
          ramp),
      C::number(
          "ramp_to_mA_cm2", mA, [](const R& r) { return of_ramp(r, &interface::Ramp::to); }, ramp),
      C::number(
          "ramp_rate_mA_cm2_per_s", mA + "/s",
          [](const R& r) { return of_ramp(r, &interface::Ramp::rate); }, "its rate"),
      C::number(
          "pilot_scale_mA_cm2", mA,
          [](const R& r) {
            return of(r.result->chosen,
                      [](const ensemble::ChosenRamp& c) { return current(c.scale); });
          },
          "the current at which the pilot lost contact"),
      C::number(
          "pilot_runs", "",
          [](const R& r) { return of(r.result->chosen, &ensemble::ChosenRamp::runs); },
          "what that took"),
      C::text(
          "failure", [](const R& r) { return r.result->failure; },
          "why no replica of the state point can be run"),
  };
}

}  // namespace

Table onsets_table(const Plan& plan, const Records& records, const StudyResult& result) {
  const auto rows = replicas_of(
      plan, records, false, [&](const Task& task) { return result.branches[task.branch].primary; });
  return table_of("onsets", plan, rows, {replica_columns()});
}

Table fit_onsets_table(const Plan& plan, const Records& records) {
  const Fit& fit = *plan.fit;
  const auto rows = replicas_of(plan, records, true, [&](const Task& task) {
    return fit.branches[task.branch].vary(task.parameters).onset.primary;
  });
  Table table("fit_onsets");
  add_grid(table, fit.grid_keys, fit.branches, rows);
  add_parameters(table, fit, rows, [](const ReplicaRow& r) { return r.task().parameters; });
  add_columns(table, replica_columns(), rows);
  return table;
}

Table cells_table(const Plan& plan, const StudyResult& result) {
  return table_of("cells", plan, cells_of(result), {cell_columns()});
}

ShownTable shown_cells(const Plan& plan, const StudyResult& result) {
  return {"onset currents", shown_rows(plan, cell_columns(), cells_of(result)), ""};
}

std::vector<TableDoc> onset_docs() {
  return {{"onsets", doc_rows({hypothesis_doc()}, replica_columns())},
          {"cells", doc_rows({hypothesis_doc()}, cell_columns())}};
}

}  // namespace lacuna::io
