#include "io/results/size_tables.hpp"

#include <string>

#include "io/number_text.hpp"
#include "io/results/currents.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

struct SizeRow {
  std::size_t branch;
  const Plan* plan;
  const SizeResult* result;
  std::size_t temperature = 0;  ///< of the plan's, of a current

  [[nodiscard]] const SizeFit& fit() const { return result->found->fits[temperature]; }
};

/// The size asked for, in its own unit.
ResultColumn<SizeRow> target_column(TargetSize::Quantity quantity) {
  using R = SizeRow;
  using C = ResultColumn<R>;
  if (quantity == TargetSize::Quantity::lateral)
    return C::number(
        "lateral_nm", "nm", [](const R& r) { return in_unit(r.plan->extrapolate->length, 10.0); },
        "");
  return C::number(
      "thickness_um", "µm", [](const R& r) { return in_unit(r.plan->extrapolate->length, 1e4); },
      "from the ceramic to the vacancy sink, as `extrapolate` asks for; or "
      "`lateral_nm`");
}

ResultColumn<SizeRow> law_column() {
  return ResultColumn<SizeRow>::text(
      "law", [](const SizeRow& r) { return r.result->found ? word_of(r.result->found->law) : ""; },
      "the simplest that chi squared allows at 1 %, all temperatures together: `inverse` (1/j = a "
      "+ b L, exact in mean field without bonds) or `corrected` (1/j = a + b L + c/L); with bonds, "
      "or for lateral sizes, `power` (j as the n-th power of the size); L is in layers up to the "
      "sink, lateral sizes count as area");
}

ResultColumns<SizeRow> energy_columns(TargetSize::Quantity quantity) {
  using R = SizeRow;
  using C = ResultColumn<R>;
  return {
      target_column(quantity),
      law_column().shown("law"),
      C::number(
          "chi_squared_p", "", [](const R& r) { return of(r.result->found, &Extrapolation::p); },
          "how well it fits")
          .shown("p", as("{:.2g}")),
      C::estimate(
          "E_A*_eV", "eV",
          [](const R& r) { return r.result->found ? r.result->found->energy : std::nullopt; },
          "at that size; the interval holds those of all laws that fit")
          .shown("E_A (eV)", as("{:.4f}"), as("{:.4f}")),
      C::number(
          "E_A_theory_eV", "eV", [](const R& r) { return r.result->theory_energy; },
          "of r(θ_c) at that size; without bonds, for a sink")
          .shown("theory", as("{:.4f}")),
      C::text(
          "remark", [](const R& r) { return r.result->why_not; }, "why there is none")
          .shown("remark"),
  };
}

Number offset(const SizeRow& row) {
  return row.result->found->law == SizeLaw::power ? Number{} : Number(row.fit().offset());
}

Number exponent(const SizeRow& row) {
  return row.result->found->law == SizeLaw::power ? Number(row.fit().exponent()) : Number{};
}

ResultColumns<SizeRow> current_columns(TargetSize::Quantity quantity) {
  using R = SizeRow;
  using C = ResultColumn<R>;
  return {
      target_column(quantity),
      law_column(),
      C::number(
          "temperature_K", "K", [](const R& r) { return r.plan->temperatures[r.temperature]; }, "")
          .shown("T (K)", as("{:g}")),
      C::estimate(
          "j*_mA_cm2", "mA/cm²",
          [](const R& r) { return current_of_log(r.result->found->log_currents[r.temperature]); },
          "critical current at that size")
          .shown("j (mA/cm2)", current_words, current_words),
      C::number("offset_layers", "layers", offset,
                "L* of j ∝ 1/(L + L*), of `inverse` and `corrected`"),
      C::number("exponent", "", exponent, "n of `power`"),
  };
}

std::vector<SizeRow> size_rows(const Plan& plan, const StudyResult& result) {
  std::vector<SizeRow> rows;
  for (const SizeResult& each : result.sizes) rows.push_back({each.branches.front(), &plan, &each});
  return rows;
}

std::vector<SizeRow> size_current_rows(const Plan& plan, const StudyResult& result) {
  std::vector<SizeRow> rows;
  for (const SizeResult& each : result.sizes)
    for (std::size_t t = 0; each.found && t < plan.temperatures.size(); ++t)
      rows.push_back({each.branches.front(), &plan, &each, t});
  return rows;
}

/// "a thickness of 200 um"
std::string words_for(const TargetSize& target) {
  const bool is_thickness = target.quantity == TargetSize::Quantity::thickness;
  const std::string length = as("{:g}")(target.length / (is_thickness ? 1e4 : 10.0));
  return is_thickness ? "a thickness of " + length + " um"
                      : "an interface of " + length + " nm x " + length + " nm";
}

}  // namespace

Table sizes_table(const Plan& plan, const StudyResult& result) {
  return table_of("sizes", plan, size_rows(plan, result),
                  {energy_columns(plan.extrapolate->quantity)}, plan.extrapolate->grid_keys);
}

Table size_currents_table(const Plan& plan, const StudyResult& result) {
  return table_of("size_currents", plan, size_current_rows(plan, result),
                  {current_columns(plan.extrapolate->quantity)}, plan.extrapolate->grid_keys);
}

std::vector<ShownTable> shown_sizes(const Plan& plan, const StudyResult& result) {
  const TargetSize& target = *plan.extrapolate;
  return {
      {"extrapolated to " + words_for(target) + " with a law fitted to the grid sizes",
       shown_rows(plan, energy_columns(target.quantity), size_rows(plan, result), target.grid_keys),
       ""},
      {"onset currents at " + words_for(target),
       shown_rows(plan, current_columns(target.quantity), size_current_rows(plan, result),
                  target.grid_keys),
       ""}};
}

std::vector<TableDoc> size_docs() {
  const DocRow who{"`hypothesis`", "",
                   "and a column for each key of `grid` that does not change the size"};
  return {{"sizes", doc_rows({who}, energy_columns(TargetSize::Quantity::thickness))},
          {"size_currents", doc_rows({who}, current_columns(TargetSize::Quantity::thickness))}};
}

}  // namespace lacuna::io
