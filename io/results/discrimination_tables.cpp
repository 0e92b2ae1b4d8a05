#include "io/results/discrimination_tables.hpp"

#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

struct DiscriminationRow {
  std::size_t branch;  ///< the first of the pair
  const Plan* plan;
  const CellRivals* pair;
  Measurement measurement;
  const Discrimination* found;  ///< null: nothing is predicted of it
  std::string remark;
};

std::string onset_word(const Discrimination& found) {
  if (found.each_by_its_own) return "own";
  return found.onset ? std::string(word_of(*found.onset)) : "";
}

std::vector<DiscriminationRow> rows_of(const Plan& plan, const std::vector<CellRivals>& list) {
  std::vector<DiscriminationRow> rows;
  for (const CellRivals& pair : list) {
    for (const Discrimination& each : pair.measurements)
      rows.push_back({pair.first, &plan, &pair, each.measurement, &each, {}});
    for (const CellRivals::Unknown& each : pair.unknown)
      rows.push_back({pair.first, &plan, &pair, each.measurement, nullptr, each.why});
  }
  return rows;
}

const char* unit_of(Measurement measurement) {
  switch (measurement) {
    case Measurement::energy:
    case Measurement::temperatures: return "eV";
    case Measurement::adhesion: return "J/m²";
    case Measurement::current: return "ln(mA/cm²)";
    case Measurement::diffusion: return "ln(cm²/s)";
    case Measurement::thickness:
    case Measurement::area:
    case Measurement::time:
    case Measurement::pressure: break;
  }
  return "ln";
}

ResultColumns<DiscriminationRow> columns_of_discrimination() {
  using R = DiscriminationRow;
  using C = ResultColumn<R>;
  const auto found = [](auto get) {
    return [get](const R& r) {
      return r.found != nullptr ? Number(std::invoke(get, *r.found)) : Number{};
    };
  };
  const std::string values = "what the two predict, in `unit`";
  return {
      C::text(
          "rival", [](const R& r) { return r.plan->branches[r.pair->second].name; },
          "the other hypothesis, compared with the same measurement at the same grid values"),
      C::number(
          "thickness_um", "µm", [](const R& r) { return in_unit(r.pair->thickness, 1e4); },
          "of the metal"),
      C::count(
          "both_survive", yes_no, [](const R& r) { return r.pair->both_survive ? 1U : 0U; },
          "is neither excluded at the cell? Pairs of which one is excluded follow"),
      C::text(
          "measurement", [](const R& r) { return word_of(r.measurement); },
          "`current`, `activation_energy`, `temperature_range`, `thickness`, `area`, `hold_time`, "
          "`pressure`, `tracer_diffusion` or `adhesion`, as below"),
      C::text(
          "unit", [](const R& r) { return unit_of(r.measurement); },
          "of the two predictions; `ln`: the logarithm of a ratio of currents"),
      C::number("first", "", found(&Discrimination::first), values),
      C::number("second", "", found(&Discrimination::second), values),
      C::number("prediction_error", "", found(&Discrimination::prediction_error),
                "standard error of their difference, by sampling, steps, births, and what "
                "`cell.uncertainty` "
                "says of the metal, which counts once for both"),
      C::number("measurement_error", "", found(&Discrimination::measurement_error),
                "the same by a careful measurement: 10 % of each current and of D*, 0.03 J/m²"),
      C::number("ratio", "", found(&Discrimination::ratio),
                "difference by both errors together; rows of a pair fall in it"),
      C::text(
          "onset",
          [](const R& r) { return r.found == nullptr ? std::string() : onset_word(*r.found); },
          "whose currents both predictions are of: `contact` where both have it, else "
          "`first_void`, else `own`: each of the onset that its cell is judged by"),
      C::text(
          "remark", [](const R& r) { return r.remark; }, "why nothing is predicted"),
  };
}

}  // namespace

Table discrimination_table(const Plan& plan, const std::vector<CellRivals>& list) {
  return table_of("cell_discrimination", plan, rows_of(plan, list), {columns_of_discrimination()});
}

TableDoc discrimination_doc() {
  return {"cell_discrimination", doc_rows({hypothesis_doc()}, columns_of_discrimination())};
}

}  // namespace lacuna::io
