#include "io/results/hypothesis_tables.hpp"

#include <cmath>
#include <string>

#include "core/constants.hpp"
#include "io/number_text.hpp"
#include "io/results/currents.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

struct HypothesisRow {
  std::size_t branch;
  const Plan* plan;
  const BranchResult* result;
};

std::vector<HypothesisRow> rows_of(const Plan& plan, const StudyResult& result) {
  std::vector<HypothesisRow> rows;
  for (const BranchResult& branch : result.branches)
    rows.push_back({branch.branch, &plan, &branch});
  return rows;
}

std::string overlap_word(const HypothesisRow& row) {
  const auto& comparison = row.result->comparison;
  return comparison ? word_of(comparison->overlap) : "";
}

std::optional<Estimate> activation_energy(const HypothesisRow& row) {
  const auto& line = row.result->arrhenius;
  return line ? std::optional(line->activation_energy) : std::nullopt;
}

std::optional<Estimate> rate_exponent(const HypothesisRow& row) {
  const auto& rate = row.result->rate;
  return rate ? std::optional(rate->exponent) : std::nullopt;
}

/// Value and interval alone.
std::optional<Estimate> clock_factor(const HypothesisRow& row) {
  const auto& profile = row.result->profile;
  if (!profile) return {};
  return Estimate{profile->clock_factor(), 0.0, profile->clock_factor_interval()};
}

Number chi_squared_p(const HypothesisRow& row) {
  return row.result->profile ? row.result->profile->p : Number{};
}

std::string chi_squared_words(const HypothesisRow& row) {
  const auto& profile = row.result->profile;
  if (!profile || profile->freedom <= 0) return "-";
  return as("{:.3g}")(profile->chi_squared) + " / " + std::to_string(profile->freedom);
}

/// E_A and what was measured.
ResultColumns<HypothesisRow> energy_columns() {
  using R = HypothesisRow;
  using C = ResultColumn<R>;
  const std::string range = "measured range; equal for a value";
  return {
      C::text(
          "measured", [](const R& r) { return r.plan->branches[r.branch].measured; },
          "row of `experiment` it is compared with, or `points`"),
      C::number(
          "measured_E_A_low_eV", "eV",
          [](const R& r) { return of(r.result->measured, &MeasuredEnergy::low); }, range),
      C::number(
          "measured_E_A_high_eV", "eV",
          [](const R& r) { return of(r.result->measured, &MeasuredEnergy::high); }, range),
      C::number(
          "measured_sigma_eV", "eV",
          [](const R& r) { return of(r.result->measured, &MeasuredEnergy::error); },
          "standard error of the value, or of each end"),
      C::estimate("E_A*_eV", "eV", activation_energy, "predicted, by the primary detector"),
      C::number(
          "E_A_theory_eV", "eV", [](const R& r) { return r.result->theory_energy; },
          "of r(θ_c) at these temperatures, without simulation; without bonds, barrier table and "
          "class `surface`, for a sink"),
  };
}

ResultColumns<HypothesisRow> agreement_columns() {
  using R = HypothesisRow;
  using C = ResultColumn<R>;
  return {
      C::text("interval", overlap_word,
              "of `E_A_eV`: `inside` the measured range, `overlaps` it or is `outside`"),
      C::text(
          "verdict", [](const R& r) { return words_at_box(r.result->verdict); }, "see below"),
  };
}

ResultColumns<HypothesisRow> ramp_columns() {
  using R = HypothesisRow;
  using C = ResultColumn<R>;
  return {
      C::text(
          "same_ramp", [](const R& r) { return word_of(r.result->same_ramp); },
          "what `E_A_eV` takes for the same ramp at two temperatures, as in `arrhenius.csv`"),
      C::estimate(
          "E_A_charge*_eV", "eV",
          [](const R& r) { return r.result->energy_under(SameRamp::charge); },
          "at equal charge per e-fold of current; found, or by `rate_check`"),
      C::estimate(
          "E_A_fixed*_eV", "eV", [](const R& r) { return r.result->energy_under(SameRamp::fixed); },
          "at one rate for all temperatures; found, or by `rate_check`"),
      C::estimate("rate_exponent*", "", rate_exponent, "∂ln j_crit/∂ln rate; with `rate_check`")
          .shown("d ln j/d ln rate", as("{:.4f}"), as("{:.4f}")),
  };
}

ResultColumns<HypothesisRow> points_columns() {
  using R = HypothesisRow;
  using C = ResultColumn<R>;
  const std::string chi_squared =
      "of the points about the prediction with the clock factor that fits best, and the "
      "probability of at least so much";
  return {
      C::number(
          "chi_squared", "",
          [](const R& r) { return of(r.result->profile, &PrefactorProfile::chi_squared); },
          chi_squared),
      C::words("chi2 / freedom", chi_squared_words),
      C::number("chi_squared_p", "", chi_squared_p, chi_squared).shown("p", as("{:.2g}")),
      C::estimate("clock_factor*", "", clock_factor,
                  "by which all attempt frequencies would have to change to meet measured points")
          .shown("clock factor", as("{:.3g}"), as("{:.3g}")),
      C::text(
          "note", [](const R& r) { return r.plan->branches[r.branch].note; },
          "from the study file"),
      C::text(
          "warnings", [](const R& r) { return joined(r.result->warnings); },
          "sentences, parted by semicolons"),
  };
}

ResultColumns<HypothesisRow> hypothesis_columns() {
  ResultColumns<HypothesisRow> all;
  for (const auto& part : {energy_columns(), agreement_columns(), ramp_columns(), points_columns()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// --- absolute currents --------------------------------------------------------------------------

struct PrefactorRow {
  std::size_t branch;
  const Plan* plan;
  const AbsoluteCurrent* absolute;
};

std::vector<PrefactorRow> prefactor_rows(const Plan& plan, const StudyResult& result) {
  std::vector<PrefactorRow> rows;
  for (const BranchResult& branch : result.branches)
    if (branch.absolute) rows.push_back({branch.branch, &plan, &*branch.absolute});
  return rows;
}

ResultColumns<PrefactorRow> prefactor_columns(bool for_points) {
  using R = PrefactorRow;
  using C = ResultColumn<R>;
  const std::string factor =
      for_points ? "clock factor for what was measured" : "clock factor for 1 mA/cm2";
  return {
      C::number(
          "temperature_K", "K", [](const R& r) { return r.absolute->temperature; },
          "the study's nearest to 300 K")
          .shown("T (K)", as("{:g}")),
      C::number(
          "attempt_frequency_Hz", "Hz", [](const R& r) { return r.absolute->attempt_frequency; },
          "of hops in the metal, `clock_factor` in it")
          .shown("nu (Hz)", as("{:.3g}")),
      C::count(
          "layers", "", [](const R& r) { return r.absolute->layers; },
          "from the ceramic to the far side")
          .shown("layers"),
      C::number(
          "interface_nm2", "nm²", [](const R& r) { return in_unit(r.absolute->area, 100.0); },
          "area that was simulated"),
      C::estimate(
          "j*_mA_cm2", "mA/cm²", [](const R& r) { return current_of_log(r.absolute->log_current); },
          "median j_crit there")
          .shown("j_crit (mA/cm2)", as("{:.3g}")),
      C::number(
          "self_diffusion_cm2_s", "cm²/s",
          [](const R& r) {
            const auto& metal = r.absolute->self_diffusion;
            return metal ? in_unit(metal->model, constants::cm2) : NAN;
          },
          "c_eq D_v f of the model's metal at that temperature; empty without bonds and reservoir")
          .shown("D (cm2/s)", as("{:.2g}")),
      C::number(
          "self_diffusion_ratio", "",
          [](const R& r) {
            const auto& metal = r.absolute->self_diffusion;
            return metal ? metal->ratio() : NAN;
          },
          "the same by what was measured in that metal, or in sodium if it is not known")
          .shown("D / measured", as("{:.2g}")),
      C::text(
          "wanted",
          [](const R& r) {
            return r.plan->measured_points.empty() ? "1 mA/cm2" : "measured points";
          },
          "what the factor is for: `1 mA/cm2` at that temperature, in proportion for other "
          "currents; with `measured_points` these"),
      C::estimate(
          "clock_factor*", "",
          [](const R& r) {
            return Estimate{r.absolute->clock_factor, 0.0, r.absolute->clock_factor_interval};
          },
          "by which all attempt frequencies would have to be multiplied")
          .shown(factor, as("{:.3g}"), as("{:.2g}")),
      C::number(
          "barrier_eV", "eV", [](const R& r) { return r.absolute->barrier; },
          "kT ln(1/`clock_factor`): what barriers would have to do instead, and E_A would "
          "show"),
  };
}

}  // namespace

Table hypotheses_table(const Plan& plan, const StudyResult& result) {
  return table_of("hypotheses", plan, rows_of(plan, result), {hypothesis_columns()});
}

Table prefactor_table(const Plan& plan, const StudyResult& result) {
  return table_of("prefactor", plan, prefactor_rows(plan, result),
                  {prefactor_columns(!plan.measured_points.empty())});
}

ShownTable shown_rates(const Plan& plan, const StudyResult& result) {
  std::vector<HypothesisRow> rows = rows_of(plan, result);
  std::erase_if(rows, [](const HypothesisRow& row) { return !row.result->rate; });
  return {"does the ramp decide?", shown_rows(plan, ramp_columns(), rows), ""};
}

ShownTable shown_prefactors(const Plan& plan, const StudyResult& result) {
  const auto columns = prefactor_columns(!plan.measured_points.empty());
  return {"absolute currents", shown_rows(plan, columns, prefactor_rows(plan, result)),
          prefactor_text(plan, result)};
}

ShownTable shown_profiles(const Plan& plan, const StudyResult& result) {
  std::vector<HypothesisRow> rows = rows_of(plan, result);
  std::erase_if(rows, [](const HypothesisRow& row) { return !row.result->profile; });
  return {"comparison with the measured currents, one factor on all attempt frequencies left free",
          shown_rows(plan, points_columns(), rows), ""};
}

std::vector<TableDoc> hypothesis_docs() {
  return {{"hypotheses", doc_rows({hypothesis_doc()}, hypothesis_columns())},
          {"prefactor", doc_rows({hypothesis_doc()}, prefactor_columns(false))}};
}

}  // namespace lacuna::io
