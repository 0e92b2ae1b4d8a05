#include "io/results/energy_tables.hpp"

#include <string>

#include "io/results/currents.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;
using interface::Detector;

/// A part of a branch's result.
template <class Part>
struct PartRow {
  std::size_t branch;
  const Part* part;
};

// --- slopes -----------------------------------------------------------------------------------

ResultColumns<PartRow<LocalSlope>> slope_columns() {
  using R = PartRow<LocalSlope>;
  using C = ResultColumn<R>;
  return {
      C::number(
          "temperature_K", "K", [](const R& r) { return r.part->temperature; },
          "where 1/T is the mean of two neighbours'"),
      C::estimate(
          "E_A*_eV", "eV", [](const R& r) { return r.part->activation_energy; },
          "between these two"),
  };
}

// --- lines ------------------------------------------------------------------------------------

/// A line through the temperatures, by one detector.
struct LineRow {
  std::size_t branch;
  const BranchResult* result;
  Detector detector;

  [[nodiscard]] bool primary() const { return detector == result->primary; }
  [[nodiscard]] const Arrhenius* line() const {
    const auto& line =
        primary() ? result->arrhenius : result->by_detector.at(static_cast<std::size_t>(detector));
    return line ? &*line : nullptr;
  }
};

std::optional<Estimate> of_line(const LineRow& row, Estimate Arrhenius::*member) {
  return row.line() != nullptr ? std::optional(row.line()->*member) : std::nullopt;
}

Number quadratic_p(const LineRow& row) {
  const Arrhenius* const line = row.line();
  return line != nullptr ? of(line->curvature, &Curvature::quadratic_p) : Number{};
}

Number lack_of_fit_p(const LineRow& row) {
  const Arrhenius* const line = row.line();
  return line != nullptr && line->curvature ? line->curvature->lack_of_fit_p : Number{};
}

Number error_of(const LineRow& row, Estimate Arrhenius::*member) {
  return of(of_line(row, member), &Estimate::error);
}

ResultColumns<LineRow> line_columns() {
  using R = LineRow;
  using C = ResultColumn<R>;
  const std::string curvature =
      "the probability of so much curvature, and of any such departure, if the state points lie on "
      "a "
      "line; below 0.01 one slope does not fit";
  return {
      C::estimate(
          "E_A*_eV", "eV", [](const R& r) { return of_line(r, &Arrhenius::activation_energy); },
          "apparent activation energy"),
      C::number(
          "E_A_error_eV", "eV",
          [](const R& r) { return error_of(r, &Arrhenius::activation_energy); },
          "its standard error"),
      C::estimate(
          "prefactor*_mA_cm2", "mA/cm²",
          [](const R& r) { return current_of_log(of_line(r, &Arrhenius::log_prefactor)); }, "j0"),
      C::number(
          "ln_prefactor_error", "",
          [](const R& r) { return error_of(r, &Arrhenius::log_prefactor); },
          "standard error of ln j0"),
      C::number(
          "covariance_eV", "eV", [](const R& r) { return of(r.line(), &Arrhenius::covariance); },
          "of E_A and ln j0"),
      C::number("curvature_p", "", quadratic_p, curvature),
      C::number("lack_of_fit_p", "", lack_of_fit_p, curvature),
      C::number(
          "cells", "", [](const R& r) { return of(r.line(), &Arrhenius::cells); },
          "temperatures the line goes through"),
      C::number(
          "censored", "", [](const R& r) { return of(r.line(), &Arrhenius::censored_share); },
          "share of their replicas"),
      C::text(
          "method", [](const R& r) { return r.line() != nullptr ? word_of(r.line()->method) : ""; },
          "`least_squares`, or `censored_likelihood` where an onset is only bounded"),
      C::text(
          "same_ramp", [](const R& r) { return word_of(r.result->same_ramp); },
          "what two temperatures have in common: `charge` per e-fold of current, one `fixed` "
          "rate, or `none`: there is no ramp"),
      C::text(
          "remark", [](const R& r) { return r.primary() ? r.result->no_arrhenius : std::string(); },
          "why there is no line"),
  };
}

ResultColumns<LineRow> detector_columns() {
  using R = LineRow;
  using C = ResultColumn<R>;
  return {
      C::text(
          "detector", [](const R& r) { return word_of(r.detector); },
          "`voltage`, `coverage`, `cluster` or `growth`"),
      C::count(
          "primary", yes_no, [](const R& r) { return r.primary(); }, "the detector that counts"),
  };
}

ResultColumns<LineRow> evaluation_columns() {
  using R = LineRow;
  using C = ResultColumn<R>;
  return {C::text(
      "warnings", [](const R& r) { return joined(r.result->warnings); },
      "sentences, parted by semicolons")};
}

// --- differences ------------------------------------------------------------------------------

struct DifferenceRow {
  std::size_t branch;
  const Plan* plan;
  const EnergyDifference* difference;
};

ResultColumns<DifferenceRow> difference_columns() {
  using R = DifferenceRow;
  using C = ResultColumn<R>;
  return {
      C::text(
          "from", [](const R& r) { return r.plan->branches[r.difference->from].name; },
          "the first hypothesis with these grid values"),
      C::estimate(
          "E_A_difference*_eV", "eV", [](const R& r) { return r.difference->value; },
          "E_A of `hypothesis` minus that of `from`"),
      C::count(
          "paired", yes_no, [](const R& r) { return r.difference->paired; },
          "from the differences of replicas on the same random numbers "
          "(`common_random_numbers`), else from two independent lines"),
  };
}

// --- dependence on the ramp's rate --------------------------------------------------------------

struct RateRow {
  std::size_t branch;
  Number temperature;
  const Estimate* exponent;
};

std::vector<RateRow> rates_of(const StudyResult& result) {
  std::vector<RateRow> rows;
  for (const BranchResult& branch : result.branches) {
    if (!branch.rate) continue;
    for (const RateExponent& cell : branch.rate->cells)
      rows.push_back({branch.branch, cell.temperature, &cell.exponent});
    rows.push_back({branch.branch, {}, &branch.rate->exponent});
  }
  return rows;
}

ResultColumns<RateRow> rate_columns() {
  using R = RateRow;
  using C = ResultColumn<R>;
  return {
      C::number(
          "temperature_K", "K", [](const R& r) { return r.temperature; },
          "empty: all temperatures together"),
      C::estimate(
          "rate_exponent*", "", [](const R& r) { return *r.exponent; },
          "∂ln j_crit/∂ln rate, from replicas at ¼, 1 and 4 times the rate with the same "
          "seeds, as far as onset was seen at all three"),
      C::number(
          "rate_exponent_error", "", [](const R& r) { return r.exponent->error; },
          "standard error"),
  };
}

// --- what a cap on surface hops changes ---------------------------------------------------------

struct CapRow {
  std::size_t branch;
  const Plan* plan;
  const CapDifference* part;
};

std::vector<CapRow> cap_rows(const Plan& plan, const StudyResult& result) {
  std::vector<CapRow> rows;
  for (const BranchResult& branch : result.branches)
    for (const CapDifference& each : branch.cap) rows.push_back({branch.branch, &plan, &each});
  return rows;
}

ResultColumns<CapRow> cap_columns() {
  using R = CapRow;
  using C = ResultColumn<R>;
  return {
      C::number(
          "temperature_K", "K",
          [](const R& r) { return r.part->temperature ? Number(*r.part->temperature) : Number{}; },
          "empty: all temperatures together")
          .shown("T (K)", as("{:g}")),
      C::estimate(
          "difference_ln_j*", "", [](const R& r) { return r.part->difference; },
          "ln j with `metal.surface_hop_cap` less ln j without, from replicas with the same seeds "
          "and ramp")
          .shown("ln j with the cap - without", as("{:+.4f}"), as("{:+.4f}")),
      C::number(
          "difference_ln_j_error", "", [](const R& r) { return r.part->difference.error; },
          "standard error"),
      C::count(
          "pairs", "", [](const R& r) { return r.part->pairs; },
          "of replicas that it is the mean of")
          .shown("pairs"),
      C::count(
          "left_out", "", [](const R& r) { return r.part->left_out; },
          "pairs of which one failed, saw no onset or only a bound"),
      C::number(
          "hops_ratio", "", [](const R& r) { return r.part->hops; },
          "hops of the replicas without the cap over those with it")
          .shown("hops without / with", as("{:.2f}")),
  };
}

}  // namespace

Table slopes_table(const Plan& plan, const StudyResult& result) {
  std::vector<PartRow<LocalSlope>> rows;
  for (const BranchResult& branch : result.branches)
    for (const LocalSlope& slope : branch.slopes) rows.push_back({branch.branch, &slope});
  return table_of("slopes", plan, rows, {slope_columns()});
}

Table arrhenius_table(const Plan& plan, const StudyResult& result) {
  std::vector<LineRow> rows;
  for (const BranchResult& branch : result.branches) {
    for (const Detector detector : interface::all_detectors) {
      const LineRow row{branch.branch, &branch, detector};
      if (row.primary() || row.line() != nullptr) rows.push_back(row);
    }
  }
  return table_of("arrhenius", plan, rows, {detector_columns(), line_columns()});
}

Table differences_table(const Plan& plan, const StudyResult& result) {
  std::vector<DifferenceRow> rows;
  for (const EnergyDifference& each : result.differences) rows.push_back({each.to, &plan, &each});
  return table_of("differences", plan, rows, {difference_columns()});
}

Table rate_table(const Plan& plan, const StudyResult& result) {
  return table_of("rate", plan, rates_of(result), {rate_columns()});
}

Table cap_table(const Plan& plan, const StudyResult& result) {
  return table_of("surface_hop_check", plan, cap_rows(plan, result), {cap_columns()});
}

ShownTable shown_caps(const Plan& plan, const StudyResult& result) {
  return {"what the cap on surface hops changes",
          shown_rows(plan, cap_columns(), cap_rows(plan, result)), ""};
}

Table fit_evaluations_table(const Plan& plan, const StudyResult& result) {
  const Fit& fit = *plan.fit;
  std::vector<LineRow> rows;
  for (const BranchResult& each : result.evaluations)
    rows.push_back({each.branch, &each, each.primary});
  Table table("fit_evaluations");
  add_grid(table, fit.grid_keys, fit.branches, rows);
  add_parameters(table, fit, rows, [](const LineRow& r) { return r.result->parameters; });
  add_columns(table, line_columns(), rows);
  add_columns(table, evaluation_columns(), rows);
  return table;
}

std::vector<TableDoc> energy_docs() {
  return {{"slopes", doc_rows({hypothesis_doc()}, slope_columns())},
          {"arrhenius",
           doc_rows({hypothesis_doc()}, detector_columns()) + doc_rows({}, line_columns())},
          {"differences", doc_rows({hypothesis_doc()}, difference_columns())},
          {"rate", doc_rows({hypothesis_doc()}, rate_columns())},
          {"surface_hop_check", doc_rows({hypothesis_doc()}, cap_columns())},
          {"fit_evaluations", doc_rows({}, line_columns()) + doc_rows({}, evaluation_columns())}};
}

}  // namespace lacuna::io
