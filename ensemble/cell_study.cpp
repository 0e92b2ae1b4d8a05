#include "ensemble/cell_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <utility>
#include <variant>

#include "cell/cell.hpp"
#include "cell/journey.hpp"
#include "cell/ode.hpp"
#include "cell/prior_shifts.hpp"
#include "cell/sources.hpp"
#include "core/error.hpp"
#include "core/stopped.hpp"
#include "ensemble/each_in_parallel.hpp"
#include "ensemble/line.hpp"
#include "ensemble/void_sets.hpp"
#include "interface/auto_ramp.hpp"

namespace lacuna::ensemble {
namespace {

/// What comes of a task, or the reason why nothing does: what the machine cannot do ends
/// everything.
template <class Found>
using OrRefusal = std::variant<Found, std::string>;
template <class Act>
auto tried(Act act) -> OrRefusal<decltype(act())> {
  try {
    return act();
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error& refusal) {
    return std::string(refusal.what());
  }
}

/// Says how far a stage is, one thread at a time.
class Counter {
 public:
  Counter(CellProgress::Stage stage, std::size_t known, const CellReport& report)
      : progress_{stage, 0, known}, report_(report) {
    if (report_ && known > 0) report_(progress_);
  }
  void add() {
    const std::lock_guard lock(mutex_);
    ++progress_.done;
    if (report_) report_(progress_);
  }

 private:
  CellProgress progress_;
  const CellReport& report_;
  std::mutex mutex_;
};

/// A hypothesis at a temperature, behind metal of any thickness.
struct Reading {
  std::size_t branch;
  Case values;
  std::vector<cell::Counting> asked;  ///< none without bonds
  std::string refusal;                ///< why there are none
};

/// A cell on its way to what is predicted of it.
struct Attempt {
  int largest;            ///< void that is counted for it
  bool is_cut_short;      ///< it needs larger ones: `largest`
  std::string cut_short;  ///< what was known before, with smaller ones
};

class Prediction {
 public:
  Prediction(const Plan& plan, const nucleation::Cache& cache, int threads,
             const CellReport& report, const std::stop_token& stop)
      : plan_(plan),
        threads_(threads),
        report_(report),
        stop_(stop),
        sets_(cache, plan.cell->sampling, plan.seed) {}

  std::optional<CellPredictions> all() {
    list_readings();
    predictions_.resize(cells_of(plan_));
    attempts_.assign(predictions_.size(), first_attempt());
    std::vector<std::size_t> left(predictions_.size());
    std::iota(left.begin(), left.end(), 0);
    while (!left.empty()) {
      if (!count_voids(left) || !predict(left)) return {};
      const auto is_done = [&](std::size_t k) { return !attempts_[k].is_cut_short; };
      left.erase(std::remove_if(left.begin(), left.end(), is_done), left.end());
    }
    return std::move(predictions_);
  }

 private:
  [[nodiscard]] Attempt first_attempt() const {
    return {first_effort(plan_.cell->sampling, plan_.seed).largest, false, {}};
  }

  void list_readings() {
    for (std::size_t b = 0; b < plan_.branches.size(); ++b)
      for (const double temperature : plan_.temperatures)
        readings_.push_back(reading({TaskKind::replica, false, b, {}, temperature, 1.0, 0}));
  }

  Reading reading(const Task& task) {
    Reading read{task.branch, case_of(plan_, task), {}, {}};
    if (!interface::has_bonds(read.values.metal)) return read;
    auto asked = tried([&] { return cell::countings(read.values); });
    if (const auto* refusal = std::get_if<std::string>(&asked))
      read.refusal = *refusal;
    else
      read.asked = std::get<0>(std::move(asked));
    return read;
  }

  [[nodiscard]] const Reading& reading_of(std::size_t k) const {
    const std::size_t temperatures = plan_.temperatures.size();
    const std::size_t thicknesses = plan_.cell->thicknesses.size();
    return readings_[k / (temperatures * thicknesses) * temperatures + k % temperatures];
  }

  bool count_voids(const std::vector<std::size_t>& cells) {
    for (const std::size_t k : cells)
      for (const cell::Counting& each : reading_of(k).asked) sets_.ask(each, attempts_[k].largest);
    Counter counter(CellProgress::Stage::voids, sets_.left(), report_);
    return sets_.count(
        threads_, [&] { counter.add(); }, stop_);
  }

  bool predict(const std::vector<std::size_t>& cells) {
    Counter counter(CellProgress::Stage::cells, cells.size(), report_);
    std::atomic<bool> stopped = false;
    const auto work = [&](std::size_t n) {
      try {
        predictions_[cells[n]] = predict(cells[n]);
        counter.add();
      } catch (const Stopped&) {
        stopped = true;
      }
    };
    return each_in_parallel(cells.size(), threads_, work, stop_) && !stopped;
  }

  [[nodiscard]] CellPrediction predict(std::size_t k) {
    const Reading& read = reading_of(k);
    if (!read.refusal.empty()) return {{}, read.refusal};
    const std::size_t temperatures = plan_.temperatures.size();
    cell::Design design = plan_.cell->design;
    design.thickness = plan_.cell->thicknesses[k / temperatures % plan_.cell->thicknesses.size()];
    auto found = tried([&] { return outcome_of(read, design, attempts_[k]); });
    if (auto* refusal = std::get_if<std::string>(&found)) return {{}, std::move(*refusal)};
    return {std::get<cell::Outcome>(std::move(found)), {}};
  }

  [[nodiscard]] cell::Outcome outcome_of(const Reading& read, const cell::Design& design,
                                         Attempt& attempt) const {
    if (!interface::has_bonds(read.values.metal)) return outcome_of(read, design, nullptr);
    const cell::Sources sources = sources_of(read, attempt);
    attempt.is_cut_short = false;
    try {
      return outcome_of(read, design, &sources);
    } catch (const nucleation::CutShort& refusal) {
      if (!plan_.cell->sampling.largest) enlarge(read, design, sources, refusal, attempt);
      throw;
    }
  }
  [[nodiscard]] cell::Outcome outcome_of(const Reading& read, const cell::Design& design,
                                         const cell::Sources* sources) const {
    cell::Outcome outcome = cell::predict(read.values, design, sources, stop_);
    outcome.prior_shifts =
        cell::prior_shifts(read.values, design, sources, plan_.cell->prior, stop_);
    if (sources != nullptr && plan_.cell->journey)
      outcome.journey =
          cell::journey(read.values, design, *sources, outcome, reference_density_of(read));
    return outcome;
  }

  void enlarge(const Reading& read, const cell::Design& design, const cell::Sources& sources,
               const nucleation::CutShort& refusal, Attempt& attempt) const {
    constexpr int most = nucleation::Cluster::largest;
    const double needed = cell::needed_voids(read.values, design, sources, stop_);
    if (needed > most || attempt.largest == most)
      throw InputError(
          fmt::format("{}. Voids of some {:.0f} vacancies would have to be counted, "
                      "and {} are the most",
                      refusal.what(), needed, most));
    attempt = {next_largest(needed, attempt.largest), true, refusal.what()};
  }

  /// Of the box, at the temperature whose ramp's rate it has; none where it has its own, or nothing
  /// is known of that temperature.
  [[nodiscard]] std::optional<double> reference_density_of(const Reading& read) const {
    const auto* automatic = interface::automatic_ramp(read.values.current);
    if (automatic == nullptr || automatic->convention != interface::RampConvention::fixed)
      return {};
    const auto there = std::find_if(readings_.begin(), readings_.end(), [&](const Reading& each) {
      return each.branch == read.branch &&
             each.values.temperature == automatic->reference_temperature;
    });
    if (there == readings_.end() || !there->refusal.empty()) return {};
    const auto found = tried([&] {
      return cell::reference_density(there->values, sources_of(*there, first_attempt()));
    });
    const auto* density = std::get_if<double>(&found);
    return density != nullptr ? std::optional(*density) : std::nullopt;
  }

  [[nodiscard]] cell::Sources sources_of(const Reading& read, const Attempt& attempt) const try {
    std::vector<nucleation::VoidCounts> list;
    for (const cell::Counting& each : read.asked)
      list.push_back(sets_.counts(each, attempt.largest));
    return cell::sources(read.values, std::move(list));
  } catch (const InputError& refusal) {
    if (attempt.cut_short.empty()) throw;
    throw InputError(fmt::format("{}. With smaller voids: {}", refusal.what(), attempt.cut_short));
  }

  const Plan& plan_;
  int threads_;
  const CellReport& report_;
  const std::stop_token& stop_;
  VoidSets sets_;
  std::vector<Reading> readings_;  ///< (branches, temperatures)
  CellPredictions predictions_;
  std::vector<Attempt> attempts_;  ///< (predictions)
};

/// ln j against 1/kT, and the cells they are of.
struct Points {
  std::vector<double> temperatures, x, ln_density;
  std::vector<const cell::Outcome*> outcomes;
};

/// By how much the slope's negative changes under each draw of the prior, the same at all
/// temperatures; not a number where one of them is not known.
std::vector<double> energy_shifts(const Points& points, const std::vector<double>& weights) {
  std::vector<double> shifts(points.outcomes.front()->prior_shifts.size(), 0.0);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const std::vector<double>& here = points.outcomes[k]->prior_shifts;
    if (here.size() != shifts.size()) return {};
    for (std::size_t draw = 0; draw < shifts.size(); ++draw)
      shifts[draw] = std::isfinite(here[draw]) ? shifts[draw] - weights[k] * here[draw] : NAN;
  }
  constexpr double rounding = 1e-10;  // [eV] what moves all temperatures alike moves no slope
  for (double& shift : shifts)
    if (std::abs(shift) < rounding) shift = 0.0;
  return shifts;
}

Spread slope_spread(const cell::Design& design, const Points& points,
                    const std::vector<double>& weights, double level) {
  double by_sampling = 0, by_steps = 0, shift = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const Spread here = spread_of(design, *points.outcomes[k], level);
    by_sampling += std::pow(weights[k] * here.sampling, 2);
    by_steps += std::pow(weights[k] * here.steps, 2);
    shift += weights[k] * here.births;
  }
  return {std::sqrt(by_sampling), std::sqrt(by_steps), std::abs(shift),
          prior_spread(energy_shifts(points, weights), level)};
}

Estimate estimate_of(double value, const Spread& spread, double level) {
  return {value, spread.deviation(), spread.around(value, level)};
}

CellEnergy energy_of(const cell::Design& design, const Points& points,
                     const Confidence& confidence) {
  CellEnergy energy;
  energy.temperatures = points.x.size();
  if (energy.temperatures < 2) return energy;
  const Line line = fit_line(points.x, points.ln_density, std::vector(energy.temperatures, 1.0));
  energy.spread = slope_spread(design, points, line.slope_weights, confidence.level);
  energy.value = estimate_of(-line.slope, energy.spread, confidence.level);
  return energy;
}

std::string remark_of(const std::vector<double>& left_out, std::size_t kept) {
  if (left_out.empty()) return {};
  std::string list;
  for (const double temperature : left_out)
    list += fmt::format("{}{:g}", list.empty() ? "" : ", ", temperature);
  return kept < 2 ? fmt::format("a slope needs two temperatures; nothing is known at {} K", list)
                  : fmt::format("without {} K", list);
}

void compare_with(const MeasuredEnergy& measured, double level, CellEnergy& energy) {
  if (!energy.value) return;
  energy.comparison = compare(*energy.value, measured, level);
  energy.verdict = verdict_of(*energy.comparison, energy.value->error, measured);
}

const cell::JourneyStep* step_of(const CellPrediction& prediction, std::size_t step) {
  if (!prediction.outcome || step >= prediction.outcome->journey.size()) return nullptr;
  return &prediction.outcome->journey[step];
}

/// E_A of each step through all temperatures at which it is known.
std::vector<std::optional<double>> journey_energies(const Plan& plan, const CellBranch& branch) {
  std::size_t steps = 0;
  for (const CellPrediction& prediction : branch.temperatures)
    if (prediction.outcome) steps = std::max(steps, prediction.outcome->journey.size());
  std::vector<std::optional<double>> energies(steps);
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<double> x, y;
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
      const auto* found = step_of(branch.temperatures[t], step);
      if (found == nullptr || !found->density) continue;
      x.push_back(inverse_thermal_energy(plan.temperatures[t]));
      y.push_back(std::log(*found->density));
    }
    if (x.size() > 1) energies[step] = -fit_line(x, y, std::vector(x.size(), 1.0)).slope;
  }
  return energies;
}

std::optional<CellSlope> slope_of(const Plan& plan, const Points& points) {
  const auto line = slope_at_points(points.temperatures, plan.measured_points);
  if (!line) return {};
  const double level = plan.confidence.level;
  const double value = -std::inner_product(line->weights.begin(), line->weights.end(),
                                           points.ln_density.begin(), 0.0);
  const Estimate cell =
      estimate_of(value, slope_spread(plan.cell->design, points, line->weights, level), level);
  const EnergyComparison comparison = compare(cell, line->measured, level);
  return CellSlope{cell, line->measured, comparison,
                   verdict_of(comparison, cell.error, line->measured)};
}

std::optional<CellCurrents> currents_of(const Plan& plan, const Points& points) {
  const double level = plan.confidence.level;
  std::vector<CellCurrent> currents;
  for (std::size_t k = 0; k < points.x.size(); ++k)
    currents.push_back({points.temperatures[k], points.ln_density[k],
                        spread_of(plan.cell->design, *points.outcomes[k], level)
                            .around(points.ln_density[k], level)});
  auto found = compare_currents(currents, plan.measured_points, level);
  if (found) found->slope = slope_of(plan, points);
  return found;
}

CellEnergy energy_of(const Plan& plan, const CellBranch& branch, CellOnset onset) {
  Points points;
  std::vector<double> left_out;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& outcome = branch.temperatures[t].outcome;
    const cell::Moment* const moment = outcome ? moment_of(*outcome, onset, *plan.cell) : nullptr;
    if (moment == nullptr) {
      left_out.push_back(plan.temperatures[t]);
      continue;
    }
    points.temperatures.push_back(plan.temperatures[t]);
    points.x.push_back(inverse_thermal_energy(plan.temperatures[t]));
    points.ln_density.push_back(std::log(moment->trend));
    points.outcomes.push_back(&*outcome);
  }
  CellEnergy energy = energy_of(plan.cell->design, points, plan.confidence);
  energy.remark = remark_of(left_out, points.x.size());
  if (const auto* measured = measured_by(plan, branch.branch))
    compare_with(*measured, plan.confidence.level, energy);
  if (branch.by_theory_alone) energy.verdict = without_evidence(energy.verdict);
  if (!plan.branches[branch.branch].measured.empty()) energy.currents = currents_of(plan, points);
  if (energy.currents) {
    const auto on_energy = energy.comparison ? std::optional(energy.verdict) : std::nullopt;
    energy.verdict = verdict_with_currents(on_energy, *energy.currents);
  }
  return energy;
}

}  // namespace

std::size_t cells_of(const Plan& plan) {
  return plan.branches.size() * plan.cell->thicknesses.size() * plan.temperatures.size();
}

std::optional<CellPredictions> predict_cells(const Plan& plan, const nucleation::Cache& cache,
                                             int threads, const CellReport& report,
                                             const std::stop_token& stop) {
  return Prediction(plan, cache, threads, report, stop).all();
}

const cell::Moment* moment_of(const cell::Outcome& outcome, CellOnset onset, const CellPlan& plan) {
  const auto there = [](const std::optional<cell::Moment>& moment) {
    return moment ? &*moment : nullptr;
  };
  if (onset == CellOnset::first_void) return there(outcome.first_void[cell::median]);
  if (onset == CellOnset::voltage) return there(outcome.voltage);
  const auto lost =
      std::find_if(outcome.losses.begin(), outcome.losses.end(),
                   [&](const cell::Loss& loss) { return loss.share == plan.design.contact_loss; });
  return lost == outcome.losses.end() ? nullptr : there(lost->when);
}

const EnergyComparison* CellEnergy::against_slope() const {
  if (comparison) return &*comparison;
  return currents && currents->slope ? &currents->slope->comparison : nullptr;
}

const CellEnergy& CellBranch::energy(CellOnset onset) const {
  return energies[static_cast<std::size_t>(onset)];
}

CellOnset CellBranch::decisive() const {
  const auto known = [this](CellOnset onset) { return energy(onset).temperatures; };
  return known(CellOnset::first_void) > known(CellOnset::contact) ? CellOnset::first_void
                                                                  : CellOnset::contact;
}

const MeasuredEnergy* measured_by(const Plan& plan, std::size_t branch) {
  const auto row = std::find_if(
      plan.experiment.begin(), plan.experiment.end(),
      [&](const MeasuredRow& each) { return each.name == plan.branches[branch].measured; });
  return row == plan.experiment.end() ? nullptr : &row->energy;
}

std::vector<CellBranch> analyse_cells(const Plan& plan, const CellPredictions& predictions) {
  std::vector<CellBranch> branches;
  auto next = predictions.begin();
  for (std::size_t b = 0; b < plan.branches.size(); ++b) {
    for (const double thickness : plan.cell->thicknesses) {
      const auto end = next + static_cast<std::ptrdiff_t>(plan.temperatures.size());
      CellBranch& branch =
          branches.emplace_back(CellBranch{b, thickness, {next, end}, {}, {}, false});
      next = end;
      branch.by_theory_alone = !interface::has_bonds(plan.branches[b].vary({}).metal);
      for (const CellOnset onset : all_cell_onsets)
        branch.energies[static_cast<std::size_t>(onset)] = energy_of(plan, branch, onset);
      branch.journey_energies = journey_energies(plan, branch);
    }
  }
  return branches;
}

}  // namespace lacuna::ensemble
