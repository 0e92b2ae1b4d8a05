#include "io/results/results_tables.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "ensemble/absolute_current.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/target_size.hpp"
#include "ensemble/theory_energy.hpp"
#include "ensemble/verdict.hpp"
#include "interface/theory.hpp"
#include "io/input/settings.hpp"
#include "io/number_text.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;
using interface::Detector;
using interface::OnsetResult;
using Number = std::optional<double>;

const std::string mA = "mA/cm²";
const std::string ln_mA = "ln(mA/cm²)";

Number current(Number density) {
  return density ? Number(in_unit(*density, constants::mA_per_cm2)) : Number{};
}
Number current_of_log(Number log_density) {
  return log_density ? Number(std::exp(*log_density) / constants::mA_per_cm2) : Number{};
}
Number log_current(Number log_density) {
  return log_density ? Number(*log_density - std::log(constants::mA_per_cm2)) : Number{};
}

// Columns NAME_unit, NAME_low_unit, NAME_high_unit of an estimate; `convert` brings it to the unit.
template <class Rows, class Get, class Convert>
void add_estimate(Table& table, const std::string& name, const std::string& suffix,
                  const std::string& unit, const Rows& rows, Get get, Convert convert) {
  const auto part = [&](const std::string& which, auto member) {
    table.number(name + which + suffix, unit, rows, [&](const auto& row) -> Number {
      const std::optional<Estimate> estimate = get(row);
      return estimate ? convert(Number(member(*estimate))) : Number{};
    });
  };
  part("", [](const Estimate& e) { return e.value; });
  part("_low", [](const Estimate& e) { return e.interval.low; });
  part("_high", [](const Estimate& e) { return e.interval.high; });
}
template <class Rows, class Get>
void add_estimate(Table& table, const std::string& name, const std::string& suffix,
                  const std::string& unit, const Rows& rows, Get get) {
  add_estimate(table, name, suffix, unit, rows, get, [](Number n) { return n; });
}

std::string unit_of(const std::string& key) {
  const CaseKey* found = find_key(case_keys(), key);
  return found ? found->unit : "";
}

// A column for each grid key: of numbers where all its values are.
template <class Rows, class Get>
void add_grid(Table& table, const std::vector<std::string>& keys,
              const std::vector<Branch>& branches, const Rows& rows, Get branch_of_row,
              const std::vector<std::size_t>& left_out = {}) {
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (std::find(left_out.begin(), left_out.end(), k) != left_out.end()) continue;
    std::vector<Number> numbers;
    for (const Branch& branch : branches) {
      try {
        numbers.emplace_back(parse_number(branch.grid[k]));
      } catch (const InputError&) {
        break;
      }
    }
    if (numbers.size() == branches.size()) {
      table.number(keys[k], unit_of(keys[k]), rows,
                   [&](const auto& row) { return numbers[branch_of_row(row)]; });
    } else {
      table.text(keys[k], rows,
                 [&](const auto& row) { return branches[branch_of_row(row)].grid[k]; });
    }
  }
}

template <class Rows, class Get>
void add_hypothesis(Table& table, const Plan& plan, const Rows& rows, Get branch_of_row) {
  table.text("hypothesis", rows,
             [&](const auto& row) { return plan.branches[branch_of_row(row)].name; });
  add_grid(table, plan.grid_keys, plan.branches, rows, branch_of_row);
}

// Cases of the branches, each made once.
std::vector<Case> cases_of(const std::vector<Branch>& branches) {
  std::vector<Case> cases;
  for (const Branch& branch : branches) cases.push_back(branch.vary({}));
  return cases;
}

// --- onsets -----------------------------------------------------------------------------------

struct Replica {
  const Record* record;
  Detector primary;
  [[nodiscard]] const Task& task() const { return record->task; }
  [[nodiscard]] const Outcome* outcome() const { return std::get_if<Outcome>(&record->found); }
  [[nodiscard]] const OnsetResult* onset(Detector detector) const {
    const Outcome* found = outcome();
    if (!found) return nullptr;
    const OnsetResult& onset = found->onsets.at(static_cast<std::size_t>(detector));
    return onset.applicable ? &onset : nullptr;
  }
  [[nodiscard]] const OnsetResult* onset() const { return onset(primary); }
};

std::size_t rank_of(double factor) {
  return static_cast<std::size_t>(
      std::find(std::begin(rate_factors), std::end(rate_factors), factor) -
      std::begin(rate_factors));
}

// (which branches, in the order of the plan) `primary` tells the detector that counts for a task.
template <class Primary>
std::vector<Replica> replicas_of(const Records& records, bool fit, Primary primary) {
  std::vector<Replica> list;
  for (const auto& [id, record] : records) {
    if (record.task.kind == TaskKind::replica && record.task.fit == fit)
      list.push_back({&record, primary(record.task)});
  }
  const auto place = [](const Task& task) {
    return std::tuple(task.branch, task.parameters, task.temperature, rank_of(task.rate_factor),
                      task.replica);
  };
  std::sort(list.begin(), list.end(),
            [&](const Replica& a, const Replica& b) { return place(a.task()) < place(b.task()); });
  return list;
}

template <class Get>
void add_of_onset(Table& table, const std::string& name, const std::string& unit,
                  const std::vector<Replica>& rows, Get get) {
  table.number(name, unit, rows, [&](const Replica& row) -> Number {
    const OnsetResult* onset = row.onset();
    return onset ? get(*onset) : Number{};
  });
}

void add_run(Table& table, const Plan& plan, const std::vector<Replica>& rows) {
  table.number("temperature_K", "K", rows, [](const Replica& r) { return r.task().temperature; });
  table.number("ramp_rate_factor", "", rows, [](const Replica& r) { return r.task().rate_factor; });
  table.count("replica", "", rows, [](const Replica& r) { return r.task().replica + 1; });
  table.count("seed", "", rows, [](const Replica& r) { return r.record->seed; });
  table.count("detected", "", rows,
              [](const Replica& r) { return r.onset() && r.onset()->detected; });
  table.text("censored", rows,
             [](const Replica& r) { return r.onset() ? word_of(r.onset()->censored) : ""; });
  add_of_onset(table, "j_mA_cm2", mA, rows,
               [](const OnsetResult& o) { return current(o.density); });
  add_of_onset(table, "time_s", "s", rows, [](const OnsetResult& o) { return Number(o.time); });
  add_of_onset(table, "charge_monolayers", "monolayers", rows,
               [](const OnsetResult& o) { return Number(o.monolayers); });
  add_of_onset(table, "contact_fraction", "", rows,
               [](const OnsetResult& o) { return Number(1 - o.coverage); });
  add_of_onset(table, "largest_cluster", "vacancies", rows,
               [](const OnsetResult& o) { return Number(static_cast<double>(o.largest_cluster)); });
  for (const Detector detector : interface::all_detectors) {
    const std::string name = word_of(detector);
    table.number(name + "_j_mA_cm2", mA, rows, [&](const Replica& r) {
      return r.onset(detector) ? current(r.onset(detector)->density) : Number{};
    });
    table.text(name + "_censored", rows, [&](const Replica& r) {
      return r.onset(detector) ? word_of(r.onset(detector)->censored) : "";
    });
  }
  const auto of_outcome = [&](const std::string& name, auto get) {
    table.number(name, "", rows,
                 [&](const Replica& r) { return r.outcome() ? get(*r.outcome()) : Number{}; });
  };
  of_outcome("lag", [](const Outcome& o) { return o.quasi_static.lag; });
  of_outcome("stationary_start",
             [](const Outcome& o) { return Number(o.stationary_start ? 1.0 : 0.0); });
  of_outcome("hops", [](const Outcome& o) { return Number(static_cast<double>(o.hops)); });
  table.text("ending", rows,
             [](const Replica& r) { return r.outcome() ? word_of(r.outcome()->reason) : ""; });
  table.text("failure", rows, [](const Replica& r) {
    const auto* failure = std::get_if<Failure>(&r.record->found);
    return failure ? failure->message : "";
  });
  table.text("run", rows, [&](const Replica& r) { return id_of(plan, r.task()); });
}

Table onsets_table(const Plan& plan, const Records& records, const std::vector<Case>& cases) {
  const auto rows = replicas_of(records, false,
                                [&](const Task& task) { return cases[task.branch].onset.primary; });
  Table table("onsets");
  add_hypothesis(table, plan, rows, [](const Replica& r) { return r.task().branch; });
  add_run(table, plan, rows);
  return table;
}

// --- cells ------------------------------------------------------------------------------------

struct Cell {
  std::size_t branch;
  double temperature;
  const CellResult* result;
  Number from, to, rate;  // of the ramp
  std::string failure;
};

std::vector<Cell> cells_of(const Plan& plan, const Records& records, const StudyResult& result,
                           const std::vector<Case>& cases) {
  std::vector<Cell> list;
  for (const BranchResult& branch : result.branches) {
    for (std::size_t c = 0; c < branch.cells.size(); ++c) {
      Cell cell{branch.branch, plan.temperatures[c], &branch.cells[c], {}, {}, {}, ""};
      const auto* own = std::get_if<interface::Ramp>(&cases[branch.branch].current);
      if (cell.result->chosen) own = &cell.result->chosen->ramp;
      if (own && (cell.result->chosen || !own->automatic)) {
        std::tie(cell.from, cell.to, cell.rate) = std::tuple(own->from, own->to, own->rate);
      }
      const Failure* failure =
          cell_failure(plan, records, {false, branch.branch, {}}, cell.temperature);
      if (failure) cell.failure = failure->message;
      list.push_back(std::move(cell));
    }
  }
  return list;
}

std::size_t censored(const Cell& cell, Censored which) {
  const auto& onsets = cell.result->sample.onsets;
  return static_cast<std::size_t>(std::count_if(
      onsets.begin(), onsets.end(), [&](const Observation& o) { return o.censored == which; }));
}

Table cells_table(const Plan& plan, const Records& records, const StudyResult& result,
                  const std::vector<Case>& cases) {
  const std::vector<Cell> rows = cells_of(plan, records, result, cases);
  Table table("cells");
  add_hypothesis(table, plan, rows, [](const Cell& c) { return c.branch; });
  table.number("temperature_K", "K", rows, [](const Cell& c) { return c.temperature; });
  table.count("replicas", "", rows, [](const Cell& c) { return c.result->sample.onsets.size(); });
  table.count("censored_left", "", rows, [](const Cell& c) { return censored(c, Censored::left); });
  table.count("censored_right", "", rows,
              [](const Cell& c) { return censored(c, Censored::right); });
  table.count("failed", "", rows, [](const Cell& c) { return c.result->failed; });
  table.count("missing", "", rows, [](const Cell& c) { return c.result->missing; });
  table.count("unobserved", "", rows, [](const Cell& c) { return c.result->unobserved; });
  table.count("not_quasi_static", "", rows,
              [](const Cell& c) { return c.result->not_quasi_static; });
  table.number("lag", "", rows, [](const Cell& c) { return c.result->lag; });
  add_estimate(
      table, "j_median", "_mA_cm2", mA, rows, [](const Cell& c) { return c.result->median; },
      current_of_log);
  add_estimate(
      table, "mean_ln_j", "", ln_mA, rows, [](const Cell& c) { return c.result->mean; },
      log_current);
  table.number("mean_ln_j_error", "", rows, [](const Cell& c) {
    return c.result->mean ? Number(c.result->mean->error) : Number{};
  });
  table.number("charge_per_e_fold_monolayers", "monolayers", rows,
               [](const Cell& c) { return c.result->charge_per_e_fold; });
  table.number("ramp_from_mA_cm2", mA, rows, [](const Cell& c) { return current(c.from); });
  table.number("ramp_to_mA_cm2", mA, rows, [](const Cell& c) { return current(c.to); });
  table.number("ramp_rate_mA_cm2_per_s", mA + "/s", rows,
               [](const Cell& c) { return current(c.rate); });
  table.number("pilot_scale_mA_cm2", mA, rows, [](const Cell& c) {
    return c.result->chosen ? current(c.result->chosen->scale) : Number{};
  });
  table.number("pilot_runs", "", rows, [](const Cell& c) {
    return c.result->chosen ? Number(c.result->chosen->runs) : Number{};
  });
  table.text("failure", rows, [](const Cell& c) { return c.failure; });
  return table;
}

// --- lines ------------------------------------------------------------------------------------

template <class Part>
struct Of {
  std::size_t branch;
  const Part* part;
};

Table slopes_table(const Plan& plan, const StudyResult& result) {
  std::vector<Of<LocalSlope>> rows;
  for (const BranchResult& branch : result.branches)
    for (const LocalSlope& slope : branch.slopes) rows.push_back({branch.branch, &slope});
  Table table("slopes");
  add_hypothesis(table, plan, rows, [](const auto& row) { return row.branch; });
  table.number("temperature_K", "K", rows, [](const auto& row) { return row.part->temperature; });
  add_estimate(table, "E_A", "_eV", "eV", rows,
               [](const auto& row) { return std::optional(row.part->activation_energy); });
  return table;
}

struct Line {
  const BranchResult* result;
  Detector detector;
  bool primary;
  [[nodiscard]] const Arrhenius* line() const {
    const auto& line =
        primary ? result->arrhenius : result->by_detector.at(static_cast<std::size_t>(detector));
    return line ? &*line : nullptr;
  }
};

// The columns of lines, for rows that know theirs (or have none).
template <class Rows, class Get>
void add_line(Table& table, const Rows& rows, Get line_of_row) {
  const auto of_line = [&](auto get) {
    return [&, get](const auto& row) -> std::optional<Estimate> {
      const Arrhenius* line = line_of_row(row);
      return line ? std::optional<Estimate>(get(*line)) : std::nullopt;
    };
  };
  const auto number = [&](const std::string& name, const std::string& unit, auto get) {
    table.number(name, unit, rows, [&](const auto& row) -> Number {
      const Arrhenius* line = line_of_row(row);
      return line ? Number(get(*line)) : Number{};
    });
  };
  add_estimate(table, "E_A", "_eV", "eV", rows,
               of_line([](const Arrhenius& a) { return a.activation_energy; }));
  number("E_A_error_eV", "eV", [](const Arrhenius& a) { return a.activation_energy.error; });
  add_estimate(table, "prefactor", "_mA_cm2", mA, rows,
               of_line([](const Arrhenius& a) { return a.log_prefactor; }), current_of_log);
  number("ln_prefactor_error", "", [](const Arrhenius& a) { return a.log_prefactor.error; });
  number("covariance_eV", "eV", [](const Arrhenius& a) { return a.covariance; });
  number("curvature_p", "", [](const Arrhenius& a) {
    return a.curvature ? Number(a.curvature->quadratic_p) : Number{};
  });
  number("lack_of_fit_p", "",
         [](const Arrhenius& a) { return a.curvature ? a.curvature->lack_of_fit_p : Number{}; });
  number("cells", "", [](const Arrhenius& a) { return static_cast<double>(a.cells); });
  number("censored", "", [](const Arrhenius& a) { return a.censored_share; });
  table.text("method", rows, [&](const auto& row) {
    const Arrhenius* line = line_of_row(row);
    return line ? word_of(line->method) : "";
  });
}

Table arrhenius_table(const Plan& plan, const StudyResult& result, const std::vector<Case>& cases) {
  std::vector<Line> rows;
  for (const BranchResult& branch : result.branches) {
    for (const Detector detector : interface::all_detectors) {
      const Line line{&branch, detector, detector == cases[branch.branch].onset.primary};
      if (line.primary || line.line()) rows.push_back(line);
    }
  }
  Table table("arrhenius");
  add_hypothesis(table, plan, rows, [](const Line& l) { return l.result->branch; });
  table.text("detector", rows, [](const Line& l) { return word_of(l.detector); });
  table.count("primary", "", rows, [](const Line& l) { return l.primary; });
  add_line(table, rows, [](const Line& l) { return l.line(); });
  table.text("same_ramp", rows, [](const Line& l) { return word_of(l.result->same_ramp); });
  table.text("remark", rows,
             [](const Line& l) { return l.primary ? l.result->no_arrhenius : std::string{}; });
  return table;
}

// --- hypotheses -------------------------------------------------------------------------------

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
  return text;
}

Table hypotheses_table(const Plan& plan, const StudyResult& result,
                       const std::vector<Case>& cases) {
  const std::vector<BranchResult>& rows = result.branches;
  Table table("hypotheses");
  add_hypothesis(table, plan, rows, [](const BranchResult& r) { return r.branch; });
  table.text("measured", rows,
             [&](const BranchResult& r) { return plan.branches[r.branch].measured; });
  const auto of_measured = [&](const std::string& name, auto get) {
    table.number(name, "eV", rows, [&](const BranchResult& r) {
      const MeasuredEnergy* energy = measured_energy(plan, r);
      return energy ? Number(get(*energy)) : Number{};
    });
  };
  of_measured("measured_E_A_low_eV", [](const MeasuredEnergy& e) { return e.low; });
  of_measured("measured_E_A_high_eV", [](const MeasuredEnergy& e) { return e.high; });
  of_measured("measured_sigma_eV", [](const MeasuredEnergy& e) { return e.error; });
  add_estimate(table, "E_A", "_eV", "eV", rows, [](const BranchResult& r) {
    return r.arrhenius ? std::optional(r.arrhenius->activation_energy) : std::nullopt;
  });
  table.number("E_A_theory_eV", "eV", rows, [&](const BranchResult& r) {
    return theory_energy(cases[r.branch], plan.temperatures);
  });
  const auto of_agreement = [&](const std::string& name, auto get) {
    table.number(name, "", rows, [&](const BranchResult& r) {
      return r.agreement ? Number(get(*r.agreement)) : Number{};
    });
  };
  of_agreement("z", [](const Agreement& a) { return a.comparison.z; });
  table.number("log_likelihood", "", rows, [](const BranchResult& r) -> Number {
    if (r.agreement) return r.agreement->comparison.log_likelihood;
    return r.profile ? Number(r.profile->log_likelihood) : Number{};
  });
  of_agreement("weight", [](const Agreement& a) { return a.weight; });
  table.text("verdict", rows, [&](const BranchResult& r) { return word_of(verdict_of(plan, r)); });
  table.text("same_ramp", rows, [](const BranchResult& r) { return word_of(r.same_ramp); });
  add_estimate(table, "E_A_charge", "_eV", "eV", rows,
               [](const BranchResult& r) { return r.rate ? r.rate->energy_charge : std::nullopt; });
  add_estimate(table, "E_A_fixed", "_eV", "eV", rows,
               [](const BranchResult& r) { return r.rate ? r.rate->energy_fixed : std::nullopt; });
  add_estimate(table, "rate_exponent", "", "", rows, [](const BranchResult& r) {
    return r.rate ? std::optional(r.rate->exponent) : std::nullopt;
  });
  const auto of_profile = [&](const std::string& name, auto get) {
    table.number(name, "", rows, [&](const BranchResult& r) -> Number {
      return r.profile ? Number(get(*r.profile)) : Number{};
    });
  };
  of_profile("clock_factor", [](const PrefactorProfile& p) { return p.clock_factor(); });
  of_profile("clock_factor_low",
             [](const PrefactorProfile& p) { return p.clock_factor_interval().low; });
  of_profile("clock_factor_high",
             [](const PrefactorProfile& p) { return p.clock_factor_interval().high; });
  of_profile("chi_squared", [](const PrefactorProfile& p) { return p.chi_squared; });
  of_profile("chi_squared_p", [](const PrefactorProfile& p) { return p.p; });
  table.text("note", rows, [&](const BranchResult& r) { return plan.branches[r.branch].note; });
  table.text("warnings", rows, [](const BranchResult& r) { return joined(r.warnings); });
  return table;
}

Table differences_table(const Plan& plan, const StudyResult& result) {
  const std::vector<EnergyDifference>& rows = result.differences;
  Table table("differences");
  add_hypothesis(table, plan, rows, [](const EnergyDifference& d) { return d.to; });
  table.text("from", rows, [&](const EnergyDifference& d) { return plan.branches[d.from].name; });
  add_estimate(table, "E_A_difference", "_eV", "eV", rows,
               [](const EnergyDifference& d) { return std::optional(d.value); });
  table.count("paired", "", rows, [](const EnergyDifference& d) { return d.paired; });
  return table;
}

Table prefactor_table(const Plan& plan, const StudyResult& result, const std::vector<Case>& cases) {
  struct Row {
    const Case* values;
    std::size_t branch;
    AbsoluteCurrent absolute;
  };
  std::vector<Row> rows;
  for (const BranchResult& branch : result.branches)
    if (const auto absolute = absolute_current(plan, branch))
      rows.push_back({&cases[branch.branch], branch.branch, *absolute});
  Table table("prefactor");
  add_hypothesis(table, plan, rows, [](const Row& r) { return r.branch; });
  table.number("temperature_K", "K", rows, [](const Row& r) { return r.absolute.temperature; });
  table.number("attempt_frequency_Hz", "Hz", rows, [](const Row& r) {
    return r.values->clock_factor * r.values->metal.hop.attempt_frequency;
  });
  table.count("layers", "", rows, [](const Row& r) {
    return static_cast<std::uint64_t>(interface::total_layers(*r.values));
  });
  table.number("interface_nm2", "nm²", rows, [](const Row& r) {
    return in_unit(size_of(*r.values, TargetSize::Quantity::lateral), 100.0);
  });
  add_estimate(
      table, "j", "_mA_cm2", mA, rows,
      [](const Row& r) { return std::optional(r.absolute.log_current); }, current_of_log);
  table.text("wanted", rows, [&](const Row&) {
    return plan.measured_points.empty() ? "1 mA/cm2" : "measured points";
  });
  table.number("clock_factor", "", rows, [](const Row& r) { return r.absolute.clock_factor; });
  table.number("clock_factor_low", "", rows,
               [](const Row& r) { return r.absolute.clock_factor_interval.low; });
  table.number("clock_factor_high", "", rows,
               [](const Row& r) { return r.absolute.clock_factor_interval.high; });
  table.number("barrier_eV", "eV", rows, [](const Row& r) { return r.absolute.barrier; });
  return table;
}

Table rate_table(const Plan& plan, const StudyResult& result) {
  struct Row {
    std::size_t branch;
    Number temperature;
    const Estimate* exponent;
  };
  std::vector<Row> rows;
  for (const BranchResult& branch : result.branches) {
    if (!branch.rate) continue;
    for (const auto& cell : branch.rate->cells)
      rows.push_back({branch.branch, cell.temperature, &cell.exponent});
    rows.push_back({branch.branch, {}, &branch.rate->exponent});
  }
  Table table("rate");
  add_hypothesis(table, plan, rows, [](const Row& r) { return r.branch; });
  table.number("temperature_K", "K", rows, [](const Row& r) { return r.temperature; });
  add_estimate(table, "rate_exponent", "", "", rows,
               [](const Row& r) { return std::optional(*r.exponent); });
  table.number("rate_exponent_error", "", rows, [](const Row& r) { return r.exponent->error; });
  return table;
}

// --- other sizes ------------------------------------------------------------------------------

void add_target(Table& table, const Plan& plan, const std::vector<const SizeResult*>& rows) {
  const auto branch_of = [](const SizeResult* r) { return r->branches.front(); };
  table.text("hypothesis", rows,
             [&](const SizeResult* r) { return plan.branches[branch_of(r)].name; });
  add_grid(table, plan.grid_keys, plan.branches, rows, branch_of, plan.extrapolate->grid_keys);
  if (plan.extrapolate->quantity == TargetSize::Quantity::thickness) {
    table.number("thickness_um", "µm", rows,
                 [&](const SizeResult*) { return in_unit(plan.extrapolate->length, 1e4); });
  } else {
    table.number("lateral_nm", "nm", rows,
                 [&](const SizeResult*) { return in_unit(plan.extrapolate->length, 10.0); });
  }
  table.text("law", rows,
             [](const SizeResult* r) { return r->found ? word_of(r->found->law) : ""; });
}

Table sizes_table(const Plan& plan, const StudyResult& result) {
  std::vector<const SizeResult*> rows;
  for (const SizeResult& r : result.sizes) rows.push_back(&r);
  Table table("sizes");
  add_target(table, plan, rows);
  table.number("chi_squared_p", "", rows,
               [](const SizeResult* r) { return r->found ? Number(r->found->p) : Number{}; });
  add_estimate(table, "E_A", "_eV", "eV", rows,
               [](const SizeResult* r) { return r->found ? r->found->energy : std::nullopt; });
  table.number("E_A_theory_eV", "eV", rows,
               [&](const SizeResult* r) { return theory_at_target(plan, *r); });
  table.text("remark", rows, [](const SizeResult* r) { return r->why_not; });
  return table;
}

Table size_currents_table(const Plan& plan, const StudyResult& result) {
  struct Row {
    const SizeResult* result;
    std::size_t temperature;
  };
  std::vector<Row> rows;
  std::vector<const SizeResult*> results;
  for (const SizeResult& r : result.sizes)
    for (std::size_t t = 0; r.found && t < plan.temperatures.size(); ++t) {
      rows.push_back({&r, t});
      results.push_back(&r);
    }
  Table table("size_currents");
  add_target(table, plan, results);
  table.number("temperature_K", "K", rows,
               [&](const Row& r) { return plan.temperatures[r.temperature]; });
  add_estimate(
      table, "j", "_mA_cm2", mA, rows,
      [](const Row& r) { return std::optional(r.result->found->log_currents[r.temperature]); },
      current_of_log);
  const auto of_fit = [&](const std::string& name, const std::string& unit, bool power, auto get) {
    table.number(name, unit, rows, [&](const Row& r) {
      const bool has = (r.result->found->law == SizeLaw::power) == power;
      return has ? Number(get(r.result->found->fits[r.temperature])) : Number{};
    });
  };
  of_fit("offset_layers", "layers", false, [](const SizeFit& f) { return f.offset(); });
  of_fit("exponent", "", true, [](const SizeFit& f) { return f.exponent(); });
  return table;
}

// --- the fit ----------------------------------------------------------------------------------

Table fits_table(const Fit& fit, const StudyResult& result) {
  struct Row {
    const FitResult* result;
    std::size_t parameter;
    const FittedParameter* value;
  };
  std::vector<Row> rows;
  for (const FitResult& found : result.fits) {
    for (std::size_t p = 0; p < fit.parameters.size(); ++p) {
      rows.push_back({&found, p, found.parameters.empty() ? nullptr : &found.parameters[p]});
    }
  }
  Table table("fits");
  add_grid(table, fit.grid_keys, fit.branches, rows, [](const Row& r) { return r.result->branch; });
  table.text("target", rows, [&](const Row& r) { return fit.targets[r.result->target].name; });
  const auto of_target = [&](const std::string& name, auto get) {
    table.number(name, "eV", rows, [&](const Row& r) {
      const auto& energy = fit.targets[r.result->target].energy;
      return energy ? Number(get(*energy)) : Number{};
    });
  };
  of_target("target_E_A_low_eV", [](const MeasuredEnergy& e) { return e.low; });
  of_target("target_E_A_high_eV", [](const MeasuredEnergy& e) { return e.high; });
  of_target("target_sigma_eV", [](const MeasuredEnergy& e) { return e.error; });
  table.text("parameter", rows, [&](const Row& r) { return fit.parameters[r.parameter].name; });
  const auto of_value = [&](const std::string& name, auto get) {
    table.number(name, "", rows,
                 [&](const Row& r) { return r.value ? Number(get(*r.value)) : Number{}; });
  };
  of_value("value", [](const FittedParameter& v) { return v.value; });
  of_value("low", [](const FittedParameter& v) { return v.interval.low; });
  of_value("high", [](const FittedParameter& v) { return v.interval.high; });
  of_value("low_open", [](const FittedParameter& v) { return v.low_open ? 1.0 : 0.0; });
  of_value("high_open", [](const FittedParameter& v) { return v.high_open ? 1.0 : 0.0; });
  table.number("chi_squared", "", rows,
               [](const Row& r) { return r.value ? Number(r.result->chi_squared) : Number{}; });
  table.text("remark", rows, [](const Row& r) { return r.result->remark; });
  return table;
}

template <class Rows, class Get>
void add_parameters(Table& table, const Fit& fit, const Rows& rows, Get parameters_of_row) {
  for (std::size_t p = 0; p < fit.parameters.size(); ++p) {
    const std::string& name = fit.parameters[p].name;
    table.number(name, unit_of(name), rows,
                 [&](const auto& row) { return parameters_of_row(row)[p]; });
  }
}

Table evaluations_table(const Fit& fit, const StudyResult& result) {
  const std::vector<BranchResult>& rows = result.evaluations;
  Table table("fit_evaluations");
  add_grid(table, fit.grid_keys, fit.branches, rows,
           [](const BranchResult& r) { return r.branch; });
  add_parameters(table, fit, rows, [](const BranchResult& r) { return r.parameters; });
  add_line(table, rows,
           [](const BranchResult& r) { return r.arrhenius ? &*r.arrhenius : nullptr; });
  table.text("same_ramp", rows, [](const BranchResult& r) { return word_of(r.same_ramp); });
  table.text("remark", rows, [](const BranchResult& r) { return r.no_arrhenius; });
  table.text("warnings", rows, [](const BranchResult& r) { return joined(r.warnings); });
  return table;
}

Table fit_onsets_table(const Plan& plan, const Records& records) {
  const Fit& fit = *plan.fit;
  const auto rows = replicas_of(records, true, [&](const Task& task) {
    return fit.branches[task.branch].vary(task.parameters).onset.primary;
  });
  Table table("fit_onsets");
  add_grid(table, fit.grid_keys, fit.branches, rows,
           [](const Replica& r) { return r.task().branch; });
  add_parameters(table, fit, rows, [](const Replica& r) { return r.task().parameters; });
  add_run(table, plan, rows);
  return table;
}

}  // namespace

std::vector<Table> result_tables(const Plan& plan, const Records& records,
                                 const StudyResult& result) {
  const std::vector<Case> cases = cases_of(plan.branches);
  std::vector<Table> tables{onsets_table(plan, records, cases),
                            cells_table(plan, records, result, cases),
                            slopes_table(plan, result),
                            arrhenius_table(plan, result, cases),
                            hypotheses_table(plan, result, cases),
                            differences_table(plan, result),
                            prefactor_table(plan, result, cases)};
  if (plan.rate_check != ensemble::RateCheck::none) tables.push_back(rate_table(plan, result));
  if (plan.extrapolate) {
    tables.push_back(sizes_table(plan, result));
    tables.push_back(size_currents_table(plan, result));
  }
  if (plan.fit) {
    tables.push_back(fits_table(*plan.fit, result));
    tables.push_back(evaluations_table(*plan.fit, result));
    tables.push_back(fit_onsets_table(plan, records));
  }
  return tables;
}

}  // namespace lacuna::io
