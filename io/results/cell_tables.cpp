#include "io/results/cell_tables.hpp"

#include <cmath>
#include <string>

#include "cell/constriction.hpp"
#include "core/constants.hpp"
#include "interface/self_diffusion.hpp"
#include "io/number_text.hpp"
#include "io/results/cell_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

constexpr double um_in_A = 1e4, nm_in_A = 10, cm2_in_A2 = 1e16, hour_in_s = 3600;

Number current_of(const cell::Moment* moment) {
  return moment != nullptr ? Number(moment->trend / constants::mA_per_cm2) : Number{};
}
Number hours_of(const cell::Moment* moment) {
  return moment != nullptr ? Number(moment->time / hour_in_s) : Number{};
}

// --- currents -----------------------------------------------------------------------------------

/// A cell of one hypothesis, thickness and temperature.
struct PredictionRow {
  std::size_t branch;
  const Plan* plan;
  double thickness, temperature;
  const CellPrediction* prediction;

  [[nodiscard]] const cell::Outcome* outcome() const {
    return prediction->outcome ? &*prediction->outcome : nullptr;
  }
  [[nodiscard]] const cell::Moment* onset(CellOnset which) const {
    return outcome() != nullptr ? moment_of(*outcome(), which, *plan->cell) : nullptr;
  }
  [[nodiscard]] const cell::Moment* first_void(std::size_t share) const {
    const auto* found = outcome();
    return found != nullptr && found->first_void[share] ? &*found->first_void[share] : nullptr;
  }
  /// Until a moment [mAh/cm²].
  [[nodiscard]] Number stripped(const cell::Moment* moment) const {
    if (moment == nullptr) return {};
    return Number(stripped_until(*plan->cell, *moment));
  }
};

std::vector<PredictionRow> prediction_rows(const Plan& plan,
                                           const std::vector<CellBranch>& branches) {
  std::vector<PredictionRow> rows;
  for (const CellBranch& branch : branches)
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t)
      rows.push_back(
          {branch.branch, &plan, branch.thickness, plan.temperatures[t], &branch.temperatures[t]});
  return rows;
}

template <class Get>
auto from_outcome(Get get) {
  return [=](const PredictionRow& row) -> Number {
    return row.outcome() != nullptr ? Number(std::invoke(get, *row.outcome())) : Number{};
  };
}

template <class Get>
auto at_first_void(Get get) {
  return [=](const PredictionRow& row) -> Number {
    return row.outcome() != nullptr ? of(row.outcome()->at_first_void, get) : Number{};
  };
}

// Of a first void, in mA/cm².
template <class Get>
auto in_interval(Get end) {
  return [=](const PredictionRow& row) -> Number {
    const auto* moment = row.first_void(cell::median);
    if (moment == nullptr) return {};
    const double level = row.plan->confidence.level;
    const Interval whole = current_interval(
        moment->trend, spread_of(row.plan->cell->design, *row.outcome(), level), level);
    return std::invoke(end, whole) / constants::mA_per_cm2;
  };
}

// What draws of the prior make of a number, where enough of them have it.
Number deviation_by_prior(const std::optional<PriorSpread>& prior) {
  return prior && std::isfinite(prior->deviation) ? Number(prior->deviation) : Number{};
}

template <class Row>
ResultColumns<Row> cell_columns_of() {
  using C = ResultColumn<Row>;
  return {
      C::number(
          "thickness_um", "µm", [](const Row& r) { return in_unit(r.thickness, um_in_A); },
          "of the metal"),
      C::number(
          "temperature_K", "K", [](const Row& r) { return r.temperature; }, ""),
  };
}

ResultColumns<PredictionRow> first_void_columns() {
  using R = PredictionRow;
  using C = ResultColumn<R>;
  const auto share = [](std::size_t k) {
    return [k](const R& r) { return current_of(r.first_void(k)); };
  };
  const std::string whole =
      "interval of the former, of all that `cell.uncertainty` says, a factor of two in births, the "
      "sampling of voids and the steps of a staircase; draws without an onset open it; what "
      "follows of ln j is the same at later onsets";
  const std::string others = "the same in 5, 25, 75 and 95 % of nominally equal cells";
  return {
      C::number(
          "first_void_mA_cm2", "mA/cm²", share(cell::median),
          "current at which half of nominally equal cells have had their first void; empty: not "
          "within the protocol"),
      C::number("first_void_5_mA_cm2", "mA/cm²", share(0), others),
      C::number("first_void_25_mA_cm2", "mA/cm²", share(1), others),
      C::number("first_void_75_mA_cm2", "mA/cm²", share(3), others),
      C::number("first_void_95_mA_cm2", "mA/cm²", share(4), others),
      C::number(
          "first_void_h", "h", [](const R& r) { return hours_of(r.first_void(cell::median)); },
          "when half of them have"),
      C::number(
          "first_void_mAh_cm2", "mAh/cm²",
          [](const R& r) { return r.stripped(r.first_void(cell::median)); },
          "charge stripped by then, less what is plated back"),
      C::number("first_void_low_mA_cm2", "mA/cm²", in_interval(&Interval::low), whole),
      C::number("first_void_high_mA_cm2", "mA/cm²", in_interval(&Interval::high), whole),
      C::number("ln_j_error", "", at_first_void(&cell::AtFirstVoid::ln_density_error),
                "standard error of ln j from the sampling of voids"),
      C::number(
          "ln_j_step_error", "",
          [](const R& r) {
            return r.outcome() != nullptr ? Number(step_error(r.plan->cell->design, *r.outcome()))
                                          : Number{};
          },
          "standard error of ln j by the steps of a staircase, within which it is one current: a "
          "sixth of a step"),
      C::number(
          "birth_shift", "",
          [](const R& r) {
            return r.outcome() != nullptr && r.outcome()->at_first_void
                       ? Number(birth_shift(*r.outcome()))
                       : Number{};
          },
          "ln j would be lower by this if voids were born twice as often"),
      C::number(
          "ln_j_prior", "",
          [](const R& r) {
            if (r.outcome() == nullptr) return Number{};
            const double level = r.plan->confidence.level;
            return deviation_by_prior(prior_spread(r.outcome()->prior_shifts, level));
          },
          "standard deviation of ln j over the draws of `cell.uncertainty`, those without an onset "
          "as far off as the farthest; empty where too few have one to say"),
  };
}

ResultColumns<PredictionRow> loss_columns() {
  using R = PredictionRow;
  using C = ResultColumn<R>;
  const auto onset = [](CellOnset which) {
    return [which](const R& r) { return current_of(r.onset(which)); };
  };
  const auto dissolved = [](Number (*of)(const cell::Moment*)) {
    return [of](const R& r) {
      const auto* found = r.outcome();
      return found != nullptr && found->flaws_dissolved ? of(&*found->flaws_dissolved) : Number{};
    };
  };
  const std::string dissolved_doc =
      "current at which the last of the flaws has shrunk away; empty: they last, or there are none";
  return {
      C::number("contact_mA_cm2", "mA/cm²", onset(CellOnset::contact),
                "current at which the share `contact_loss` of the interface is lost"),
      C::number(
          "contact_h", "h", [](const R& r) { return hours_of(r.onset(CellOnset::contact)); },
          "when it is"),
      C::number(
          "contact_mAh_cm2", "mAh/cm²",
          [](const R& r) { return r.stripped(r.onset(CellOnset::contact)); },
          "charge stripped by then, less what is plated back"),
      C::number("voltage_mA_cm2", "mA/cm²", onset(CellOnset::voltage),
                "current at which the overpotential leaves its straight line"),
      C::number("flaws_dissolved_mA_cm2", "mA/cm²", dissolved(current_of), dissolved_doc),
      C::number("flaws_dissolved_h", "h", dissolved(hours_of), "when they are"),
  };
}

Case case_of(const PredictionRow& row) {
  Case values = row.plan->branches[row.branch].vary({});
  values.temperature = row.temperature;
  return values;
}

std::optional<interface::SelfDiffusion> self_diffusion_of(const PredictionRow& row) {
  if (row.outcome() == nullptr) return {};
  return interface::self_diffusion(case_of(row));
}

ResultColumns<PredictionRow> gas_columns() {
  using R = PredictionRow;
  using C = ResultColumn<R>;
  using First = cell::AtFirstVoid;
  const std::string fugacity =
      "site fraction of vacancies: at the interface when the first void is born, of the metal's "
      "own equilibrium, and at the far end";
  const std::string self_diffusion_doc =
      "c_eq D_v f of the metal at this temperature, and by what was measured of it, or of "
      "sodium where the lattice constant is of no metal that is known: currents "
      "are proportional to it";
  const std::string supersaturation_doc =
      "vacancies at the interface by those of the metal's own equilibrium: when the first void is "
      "born, and at 1 mA/cm² without voids";
  const std::string births = "births per area then, at the wall and in the metal near it";
  const auto per_cm2_h = [](double per_A2_s) { return per_A2_s * cm2_in_A2 * hour_in_s; };
  return {
      C::number("fugacity", "", at_first_void(&First::fugacity), fugacity),
      C::number("equilibrium_fugacity", "", from_outcome(&cell::Outcome::equilibrium_fugacity),
                fugacity),
      C::number("far_fugacity", "", from_outcome(&cell::Outcome::far_fugacity), fugacity),
      C::number(
          "supersaturation", "",
          [](const R& r) {
            const auto* found = r.outcome();
            if (found == nullptr || !found->at_first_void) return Number{};
            return supersaturation(*found, found->at_first_void->fugacity);
          },
          supersaturation_doc),
      C::number(
          "supersaturation_1_mA_cm2", "",
          [](const R& r) {
            const auto* found = r.outcome();
            return found != nullptr
                       ? supersaturation(*found, fugacity_at(*found, constants::mA_per_cm2))
                       : Number{};
          },
          supersaturation_doc),
      C::number("critical_size", "vacancies", at_first_void(&First::critical_size),
                "n* of the void that is as likely to grow as to shrink, then"),
      C::number("barrier_kT", "kT", at_first_void(&First::barrier), "W* of its birth"),
      C::number("sensitivity", "", at_first_void(&First::sensitivity), "∂ln J/∂ln z"),
      C::number("wall_births_per_cm2_h", "1/(cm² h)",
                at_first_void([=](const First& f) { return per_cm2_h(f.wall_density); }), births),
      C::number("metal_births_per_cm2_h", "1/(cm² h)",
                at_first_void([=](const First& f) { return per_cm2_h(f.bulk_density); }), births),
      C::number(
          "self_diffusion_cm2_s", "cm²/s",
          [](const R& r) {
            const auto metal = self_diffusion_of(r);
            return metal ? Number(metal->model / constants::cm2) : Number{};
          },
          self_diffusion_doc),
      C::number(
          "self_diffusion_ratio", "",
          [](const R& r) {
            const auto metal = self_diffusion_of(r);
            return metal ? Number(metal->ratio()) : Number{};
          },
          self_diffusion_doc),
      C::number("relaxation_s", "s", from_outcome(&cell::Outcome::relaxation),
                "L²/D of vacancies in the metal"),
      C::number(
          "effective_thickness_um", "µm",
          [](const R& r) {
            if (r.outcome() == nullptr) return Number{};
            cell::Design design = r.plan->cell->design;
            design.thickness = r.thickness;
            return Number(in_unit(cell::effective_thickness(design), um_in_A));
          },
          "ℓ, how far off a far end alone would take as much as with the sinks inside the metal "
          "(`cell.sinks`); the thickness without them"),
  };
}

// Of the voids at the end, where the electrolyte is known.
template <class Get>
auto from_constriction(Get get) {
  return [=](const PredictionRow& row) -> Number {
    if (row.outcome() == nullptr || row.outcome()->sizes.empty()) return {};
    const Case values = case_of(row);
    if (!values.ceramic.electrolyte) return {};
    return get(cell::constriction(values, row.outcome()->sizes));
  };
}

ResultColumns<PredictionRow> constriction_columns() {
  using C = ResultColumn<PredictionRow>;
  using cell::Constriction;
  return {
      C::number(
          "void_radius_um", "µm",
          from_constriction([](const Constriction& c) { return c.radius / um_in_A; }),
          "of the ground under a void of mean ground at the end; this and the next three only "
          "with interface.field"),
      C::number("wagner_number", "",
                from_constriction([](const Constriction& c) { return c.wagner; }),
                "κ R_ct by that radius; far above 1 the current is even"),
      C::number("rim_share", "", from_constriction([](const Constriction& c) { return c.caught; }),
                "of the current that such a void keeps from passing its ground, what crowds at its "
                "rim and makes vacancies that it catches; in its growth"),
      C::number("constriction_ohm_cm2", "Ω cm²", from_constriction([](const Constriction& c) {
                  return c.resistance / constants::ohm_cm2;
                }),
                "what those voids add to the area resistance, (4/3) to (8/3) ρ a³ each by the "
                "Wagner number, at small currents; in the cell's voltage"),
  };
}

ResultColumns<PredictionRow> remark_columns() {
  using R = PredictionRow;
  using C = ResultColumn<R>;
  return {
      C::number("mass_residual", "",
                from_outcome([](const cell::Outcome& o) { return o.integration.mass_residual; }),
                "of the integration: what is stripped but neither at the far end nor in voids, "
                "relative to what is stripped"),
      C::text(
          "no_void", [](const R& r) { return r.outcome() != nullptr ? r.outcome()->no_void : ""; },
          "why no void is born within the protocol, where less than 0.01 are expected"),
      C::text(
          "ended_early",
          [](const R& r) { return r.outcome() != nullptr ? r.outcome()->ended_early : ""; },
          "why the cell is followed no further, so that later onsets are empty"),
      C::text(
          "refusal", [](const R& r) { return r.prediction->refusal; },
          "why nothing is said of this cell; what is above is then empty"),
  };
}

Table currents_table(const Plan& plan, const std::vector<CellBranch>& branches) {
  const std::vector<PredictionRow> rows = prediction_rows(plan, branches);
  return table_of("cell_currents", plan, rows,
                  {cell_columns_of<PredictionRow>(), first_void_columns(), loss_columns(),
                   gas_columns(), constriction_columns(), remark_columns()});
}

// --- energies -----------------------------------------------------------------------------------

struct CellEnergyRow {
  std::size_t branch;
  const Plan* plan;
  double thickness;
  CellOnset onset;
  const CellEnergy* energy;
};

std::string word_of_overlap(const CellEnergyRow& row) {
  const auto* against = row.energy->against_slope();
  return against != nullptr ? word_of(against->overlap) : "";
}

Number of_currents(const CellEnergyRow& row, std::size_t CellCurrents::*count) {
  const auto& currents = row.energy->currents;
  return currents ? Number(static_cast<double>(*currents.*count)) : Number{};
}

ResultColumns<CellEnergyRow> energy_columns_of_cells() {
  using R = CellEnergyRow;
  using C = ResultColumn<R>;
  return {
      C::number(
          "thickness_um", "µm", [](const R& r) { return in_unit(r.thickness, um_in_A); },
          "of the metal"),
      C::text(
          "onset", [](const R& r) { return word_of(r.onset); },
          "`first_void`, `contact` or `voltage`: which current"),
      C::estimate(
          "E_A*_eV", "eV", [](const R& r) { return r.energy->value; },
          "−d ln j/d(1/kT), by least squares through the temperatures; the interval holds the "
          "sampling of voids, the steps of a staircase, a factor of two in births, and what "
          "`cell.uncertainty` says of the metal"),
      C::number(
          "E_A_error_eV", "eV",
          [](const R& r) { return r.energy->value ? Number(r.energy->spread.sampling) : Number{}; },
          "standard error by sampling"),
      C::number(
          "E_A_step_error_eV", "eV",
          [](const R& r) { return r.energy->value ? Number(r.energy->spread.steps) : Number{}; },
          "standard error by the steps of a staircase"),
      C::number(
          "E_A_birth_error_eV", "eV",
          [](const R& r) { return r.energy->value ? Number(r.energy->spread.births) : Number{}; },
          "what a factor of two in births would change"),
      C::number(
          "E_A_prior_error_eV", "eV",
          [](const R& r) { return deviation_by_prior(r.energy->spread.prior); },
          "standard deviation over the draws of `cell.uncertainty`, as `ln_j_prior`"),
      C::number(
          "draws", "",
          [](const R& r) {
            const auto& prior = r.energy->spread.prior;
            return prior ? Number(static_cast<double>(prior->draws)) : Number{};
          },
          "of them that have an onset at all these temperatures"),
      C::count(
          "temperatures", "", [](const R& r) { return r.energy->temperatures; },
          "that the line goes through"),
      C::text(
          "measured", [](const R& r) { return r.plan->branches[r.branch].measured; },
          "row of `experiment` it is compared with, or `points`"),
      C::text(
          "interval", word_of_overlap,
          "`inside` the measured range, `overlaps` it or is `outside`, as of `hypotheses.csv`; of "
          "`points` as `E_A_at_points_eV` lies beside their slope"),
      C::number(
          "currents_compared", "",
          [](const R& r) { return of_currents(r, &CellCurrents::compared); },
          "`measured_points` between the temperatures of this line"),
      C::number(
          "currents_met", "", [](const R& r) { return of_currents(r, &CellCurrents::met); },
          "of them: the measured interval and the cell's have a current in common"),
      C::text(
          "verdict", [](const R& r) { return word_of(r.energy->verdict); },
          "at the cell, on E_A, all these currents and their slope, by the words of "
          "`hypotheses.csv`"),
      C::text(
          "remark", [](const R& r) { return r.energy->remark; },
          "temperatures that are left out, or why there is no line"),
  };
}

/// With measured points.
ResultColumns<CellEnergyRow> slope_columns_of_cells() {
  using R = CellEnergyRow;
  using C = ResultColumn<R>;
  const auto slope = [](const R& r) -> const CellSlope* {
    const auto& currents = r.energy->currents;
    return currents && currents->slope ? &*currents->slope : nullptr;
  };
  const auto of_points = [slope](double MeasuredEnergy::*number) {
    return [=](const R& r) {
      return slope(r) != nullptr ? Number(slope(r)->measured.*number) : Number{};
    };
  };
  return {
      C::estimate(
          "E_A_at_points*_eV", "eV",
          [slope](const R& r) {
            return slope(r) != nullptr ? std::optional(slope(r)->cell) : std::nullopt;
          },
          "of the cell's currents at the temperatures of `currents_compared`, with the weights of "
          "the points; this and the next two with `measured_points` only"),
      C::number("points_E_A_eV", "eV", of_points(&MeasuredEnergy::low),
                "slope of these points by their errors"),
      C::number("points_E_A_error_eV", "eV", of_points(&MeasuredEnergy::error),
                "its standard error"),
  };
}

Table energies_table(const Plan& plan, const std::vector<CellBranch>& branches) {
  std::vector<CellEnergyRow> rows;
  for (const CellBranch& branch : branches)
    for (const CellOnset onset : all_cell_onsets)
      rows.push_back({branch.branch, &plan, branch.thickness, onset, &branch.energy(onset)});
  if (plan.measured_points.empty())
    return table_of("cell_energies", plan, rows, {energy_columns_of_cells()});
  return table_of("cell_energies", plan, rows,
                  {energy_columns_of_cells(), slope_columns_of_cells()});
}

// --- the way from the box ------------------------------------------------------------------------

struct JourneyRow {
  std::size_t branch;
  double thickness, temperature;
  const cell::JourneyStep* step;
  std::optional<double> energy;  ///< [eV] of the step
};

std::vector<JourneyRow> journey_rows(const Plan& plan, const std::vector<CellBranch>& branches) {
  std::vector<JourneyRow> rows;
  for (const CellBranch& branch : branches)
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
      const auto& outcome = branch.temperatures[t].outcome;
      for (std::size_t k = 0; outcome && k < outcome->journey.size(); ++k)
        rows.push_back({branch.branch, branch.thickness, plan.temperatures[t], &outcome->journey[k],
                        branch.journey_energies[k]});
    }
  return rows;
}

ResultColumns<JourneyRow> journey_columns() {
  using R = JourneyRow;
  using C = ResultColumn<R>;
  const std::string scale = "of the step";
  return {
      C::text(
          "stage", [](const R& r) { return word_of(r.step->stage); },
          "`box`, then what has changed: `area` up to the cell's, `time` (how slowly the current "
          "rises), `thickness` of the metal, and `cell`: its own far end and protocol"),
      C::number(
          "area_cm2", "cm²", [](const R& r) { return r.step->area / cm2_in_A2; }, scale),
      C::number(
          "metal_um", "µm", [](const R& r) { return in_unit(r.step->thickness, um_in_A); }, scale),
      C::number(
          "e_fold_s", "s",
          [](const R& r) { return r.step->e_fold > 0 ? Number(r.step->e_fold) : Number{}; },
          "in which the current rises by a factor e when the first void is born"),
      C::number(
          "j_mA_cm2", "mA/cm²",
          [](const R& r) {
            return of(r.step->density, [](double j) { return j / constants::mA_per_cm2; });
          },
          "at which half of such interfaces have had their first void; empty where the method does "
          "not hold"),
      C::number(
          "E_A_eV", "eV", [](const R& r) { return r.energy ? Number(*r.energy) : Number{}; },
          "−d ln j/d(1/kT) of the step, through the temperatures at which j is known"),
      C::text(
          "refusal", [](const R& r) { return r.step->refusal; }, "why j is empty"),
  };
}

Table journey_table(const Plan& plan, const std::vector<CellBranch>& branches) {
  return table_of("cell_journey", plan, journey_rows(plan, branches),
                  {cell_columns_of<JourneyRow>(), journey_columns()});
}

// --- course and sizes

/// A part of an outcome, of which a cell has many.
template <class Part>
struct PartOfCell {
  std::size_t branch;
  double thickness, temperature;
  const Part* part;
};

template <class Part>
std::vector<PartOfCell<Part>> parts_of(const Plan& plan, const std::vector<CellBranch>& branches,
                                       std::vector<Part> cell::Outcome::*list) {
  std::vector<PartOfCell<Part>> rows;
  for (const PredictionRow& row : prediction_rows(plan, branches)) {
    if (row.outcome() == nullptr) continue;
    for (const Part& part : row.outcome()->*list)
      rows.push_back({row.branch, row.thickness, row.temperature, &part});
  }
  return rows;
}

ResultColumns<PartOfCell<cell::Instant>> series_columns() {
  using R = PartOfCell<cell::Instant>;
  using C = ResultColumn<R>;
  return {
      C::number(
          "time_h", "h", [](const R& r) { return r.part->time / hour_in_s; }, ""),
      C::number(
          "j_mA_cm2", "mA/cm²", [](const R& r) { return r.part->density / constants::mA_per_cm2; },
          "imposed"),
      C::number(
          "fugacity", "", [](const R& r) { return r.part->fugacity; },
          "site fraction of vacancies at the interface"),
      C::number(
          "voids_per_cm2", "1/cm²", [](const R& r) { return r.part->voids * cm2_in_A2; }, ""),
      C::number(
          "lost", "", [](const R& r) { return r.part->lost; },
          "share of the interface without contact"),
      C::number(
          "mean_radius_nm", "nm", [](const R& r) { return r.part->mean_radius / nm_in_A; },
          "of the ground that a void covers"),
      C::number(
          "voltage_V", "V", [](const R& r) { return r.part->voltage; },
          "overpotential, with the constriction by voids where interface.field is known"),
  };
}

ResultColumns<PartOfCell<cell::SizeClass>> size_columns_of_cells() {
  using R = PartOfCell<cell::SizeClass>;
  using C = ResultColumn<R>;
  return {
      C::number(
          "born_h", "h", [](const R& r) { return r.part->born / hour_in_s; },
          "0 of flaws, which are there from the start"),
      C::number(
          "size", "vacancies", [](const R& r) { return r.part->size; }, ""),
      C::number(
          "radius_nm", "nm", [](const R& r) { return r.part->radius / nm_in_A; },
          "of the ground that one covers"),
      C::number(
          "voids_per_cm2", "1/cm²", [](const R& r) { return r.part->density * cm2_in_A2; },
          "that were born together"),
  };
}

template <class Part>
Table parts_table(const char* name, const Plan& plan, const std::vector<PartOfCell<Part>>& rows,
                  const ResultColumns<PartOfCell<Part>>& columns) {
  return table_of(name, plan, rows, {cell_columns_of<PartOfCell<Part>>(), columns});
}

}  // namespace

std::vector<Table> cell_tables(const Plan& plan, const std::vector<CellBranch>& branches) {
  return {currents_table(plan, branches), energies_table(plan, branches),
          parts_table("cell_series", plan, parts_of(plan, branches, &cell::Outcome::course),
                      series_columns()),
          parts_table("cell_sizes", plan, parts_of(plan, branches, &cell::Outcome::sizes),
                      size_columns_of_cells()),
          journey_table(plan, branches)};
}

std::vector<TableDoc> cell_docs() {
  const std::string currents = doc_rows({}, first_void_columns()) + doc_rows({}, loss_columns()) +
                               doc_rows({}, gas_columns()) + doc_rows({}, constriction_columns()) +
                               doc_rows({}, remark_columns());
  const std::string cell = doc_rows({hypothesis_doc()}, cell_columns_of<PredictionRow>());
  return {{"cell_currents", cell + currents},
          {"cell_energies", doc_rows({hypothesis_doc()}, energy_columns_of_cells()) +
                                doc_rows({}, slope_columns_of_cells())},
          {"cell_series", cell + doc_rows({}, series_columns())},
          {"cell_sizes", cell + doc_rows({}, size_columns_of_cells())},
          {"cell_journey", cell + doc_rows({}, journey_columns())}};
}

}  // namespace lacuna::io
