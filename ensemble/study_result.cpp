#include "ensemble/study_result.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/error.hpp"
#include "ensemble/equal_charge.hpp"
#include "ensemble/kaplan_meier.hpp"
#include "ensemble/rounds.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/target_size.hpp"
#include "ensemble/warnings.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

namespace {

using interface::Detector;

/// Of the replicas a setting was to have so far, what there is.
class Analysis {
 public:
  Analysis(const Plan& plan, const Records& records, Setting setting)
      : plan_(plan),
        records_(records),
        setting_(std::move(setting)),
        rounds_(rounds_of(plan, records, setting_)),
        first_case_(case_at(plan, setting_, plan.temperatures.front())),
        primary_(first_case_.onset.primary) {}

  [[nodiscard]] BranchResult result() const {
    BranchResult r;
    r.branch = setting_.branch;
    r.parameters = setting_.parameters;
    r.finished = rounds_.missing.empty();
    r.same_ramp = same_ramp();
    const auto cells = samples(plan_, records_, setting_, rounds_.counts, primary_);
    for (std::size_t c = 0; c < cells.size(); ++c) r.cells.push_back(cell(c, cells[c]));
    auto stream = resampling_stream(plan_, setting_, Resampling::slopes, 0);
    try {
      const SettingLine line =
          setting_line(plan_, records_, setting_, rounds_.counts, plan_.confidence);
      r.arrhenius = line.line;
      r.equal_charge = line.equal_charge;
      r.slopes = local_slopes(usable(line.cells), plan_.confidence, stream);
    } catch (const Error& e) {
      r.no_arrhenius = e.what();
      r.slopes = local_slopes(usable(cells), plan_.confidence, stream);
    }
    for (const Detector d : interface::all_detectors)
      r.by_detector[static_cast<std::size_t>(d)] = d == primary_ ? r.arrhenius : other_line(d);
    if (compares_rates(plan_, setting_, first_case_)) {
      r.rate_replicas = rate_replicas(plan_, records_, setting_);
      r.rate = rate(r);
    }
    r.warnings = warnings_of(plan_, setting_, first_case_, r);
    return r;
  }

 private:
  [[nodiscard]] SameRamp same_ramp() const {
    if (!ramp_needs(first_case_).ramp) return SameRamp::none;
    const interface::AutoRamp* const automatic = interface::automatic_ramp(first_case_.current);
    return automatic && automatic->convention == interface::RampConvention::charge
               ? SameRamp::charge
               : SameRamp::fixed;
  }

  [[nodiscard]] CellResult cell(std::size_t c, const CellSample& sample) const {
    CellResult r;
    r.sample = sample;
    estimate(c, r);
    count(c, r);
    const Task replica = setting_.task(TaskKind::replica, sample.temperature);
    r.chosen = chosen_ramp(plan_, records_, replica);
    const auto* const ramp = std::get_if<interface::Ramp>(&first_case_.current);
    if (!ramp_needs(first_case_).ramp || (ramp->automatic && !r.chosen) || !r.median ||
        !std::isfinite(r.median->value))
      return r;
    const double density = std::exp(r.median->value),
                 rate = r.chosen ? r.chosen->ramp.rate : ramp->rate;
    r.charge_per_e_fold = density * density * interface::site_area(first_case_.metal) / rate;
    return r;
  }

  void estimate(std::size_t c, CellResult& r) const {
    if (r.sample.onsets.empty()) return;
    r.median = KaplanMeier(r.sample.onsets).median_with_interval(plan_.confidence.level);
    if (r.sample.onsets.size() < 2 || any_censored(std::span(&r.sample, 1))) return;
    auto stream = resampling_stream(plan_, setting_, Resampling::mean, c);
    r.mean = mean_with_interval(exact_values(r.sample), plan_.confidence, stream);
  }

  void count(std::size_t c, CellResult& r) const {
    const double temperature = plan_.temperatures[c];
    if (cell_failure(plan_, records_, setting_, temperature) != nullptr) {
      r.failed = rounds_.counts[c];
      return;
    }
    double lag = 0;
    int lags = 0;
    for (int n = 0; n < rounds_.counts[c]; ++n) {
      const Task task = setting_.task(TaskKind::replica, temperature, 1.0, n);
      const Outcome* const found = outcome(plan_, records_, task);
      if (found == nullptr) {
        ++(recorded(plan_, records_, task) == nullptr ? r.missing : r.failed);
        continue;
      }
      const auto seen = observation(onset_of(*found, primary_));
      if (!seen)
        ++r.unobserved;
      else if (seen->censored == Censored::right && found->reason == interface::Reason::void_at_top)
        ++r.void_at_top;
      if (!found->quasi_static.lag) continue;
      lag += *found->quasi_static.lag;
      ++lags;
      if (!found->quasi_static.ok) ++r.not_quasi_static;
    }
    if (lags > 0) r.lag = lag / lags;
  }

  /// By a detector that did not decide when runs end. Where more than a tenth of them ended by the
  /// primary one before this one fired, what it would have seen is hidden, the more so the later it
  /// was: no line can be had.
  [[nodiscard]] std::optional<Arrhenius> other_line(Detector detector) const {
    int all = 0, cut_short = 0;
    for (std::size_t c = 0; c < rounds_.counts.size(); ++c)
      for (int n = 0; n < rounds_.counts[c]; ++n) {
        const Task task = setting_.task(TaskKind::replica, plan_.temperatures[c], 1.0, n);
        const Outcome* const found = outcome(plan_, records_, task);
        if (found == nullptr) continue;
        ++all;
        if (found->reason == interface::Reason::onset && !onset_of(*found, detector).detected)
          ++cut_short;
      }
    if (10 * cut_short > all) return std::nullopt;
    try {
      return line_of(plan_, setting_, samples(plan_, records_, setting_, rounds_.counts, detector),
                     detector, plan_.confidence);
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  [[nodiscard]] std::optional<RateDependence> rate(const BranchResult& r) const {
    RateDependence dependence;
    std::vector<double> all;
    for (std::size_t c = 0; c < plan_.temperatures.size(); ++c) {
      const auto here = rate_exponents(plan_, records_, setting_, plan_.temperatures[c]);
      if (here.size() < 2) continue;
      auto stream = resampling_stream(plan_, setting_, Resampling::rate, c + 1);
      dependence.cells.push_back({plan_.temperatures[c],
                                  mean_with_interval(here, plan_.confidence, stream),
                                  static_cast<int>(here.size())});
      all.insert(all.end(), here.begin(), here.end());
    }
    if (all.empty()) return std::nullopt;
    auto stream = resampling_stream(plan_, setting_, Resampling::rate, 0);
    dependence.exponent = mean_with_interval(all, plan_.confidence, stream);
    if (!r.arrhenius || r.same_ramp == SameRamp::none) return dependence;
    const Estimate& own = r.arrhenius->activation_energy;
    const auto other = other_convention(r.same_ramp, own, dependence.exponent);
    dependence.energy_charge = r.same_ramp == SameRamp::charge ? std::optional(own) : other;
    dependence.energy_fixed = r.same_ramp == SameRamp::fixed ? std::optional(own) : other;
    return dependence;
  }

  const Plan& plan_;
  const Records& records_;
  Setting setting_;
  Rounds rounds_;
  Case first_case_;  ///< at the first temperature
  Detector primary_;
};

const MeasuredRow* measured_row(const Plan& plan, const std::string& name) {
  const auto place = std::find_if(plan.experiment.begin(), plan.experiment.end(),
                                  [&](const auto& row) { return row.name == name; });
  return place == plan.experiment.end() ? nullptr : &*place;
}

/// Branches that are compared with the same row share their weights, at each combination of grid
/// values: these are no hypotheses.
void compare_with_experiment(const Plan& plan, std::vector<BranchResult>& branches) {
  std::map<std::pair<std::string, std::vector<std::string>>, std::vector<BranchResult*>> groups;
  for (BranchResult& r : branches) {
    const std::string& measured = plan.branches[r.branch].measured;
    if (!r.arrhenius || measured.empty()) continue;
    if (const MeasuredRow* const row = measured_row(plan, measured)) {
      r.agreement = Agreement{compare(r.arrhenius->activation_energy, row->energy), 0.0};
      groups[{measured, plan.branches[r.branch].grid}].push_back(&r);
    } else if (measured == "points") {
      r.profile = profile_prefactor(plan.measured_points, *r.arrhenius, plan.confidence.level);
    }
  }
  for (const auto& [row_and_grid, compared] : groups) {
    std::vector<double> likelihoods;
    for (const BranchResult* r : compared)
      likelihoods.push_back(r->agreement->comparison.log_likelihood);
    const auto weights = posterior_weights(likelihoods);
    for (std::size_t n = 0; n < compared.size(); ++n) compared[n]->agreement->weight = weights[n];
  }
}

/// ln j of `to` over that of `from`, replica by replica; empty unless all were seen under both.
std::optional<std::vector<CellSample>> paired_ratios(const Plan& plan, const Records& records,
                                                     const BranchResult& from,
                                                     const BranchResult& to) {
  struct Side {
    const Plan& plan;
    const Records& records;
    Setting setting;
    Detector primary = Detector::voltage;
    [[nodiscard]] std::optional<double> seen(double temperature, int replica) const {
      const Outcome* const o =
          outcome(plan, records, setting.task(TaskKind::replica, temperature, 1.0, replica));
      const auto onset = o == nullptr ? std::nullopt : observation(onset_of(*o, primary));
      return onset && onset->censored == Censored::no ? std::optional(onset->value) : std::nullopt;
    }
  };
  const auto side = [&](const BranchResult& r) {
    const Setting setting{false, r.branch, {}};
    return Side{plan, records, setting,
                case_at(plan, setting, plan.temperatures.front()).onset.primary};
  };
  const Side first = side(from), second = side(to);
  std::vector<CellSample> cells;
  for (std::size_t c = 0; c < plan.temperatures.size(); ++c) {
    CellSample cell{plan.temperatures[c], {}};
    const std::size_t count =
        std::min(from.cells[c].sample.onsets.size(), to.cells[c].sample.onsets.size());
    for (int n = 0; n < static_cast<int>(count); ++n) {
      const auto a = first.seen(cell.temperature, n), b = second.seen(cell.temperature, n);
      if (!a || !b) return std::nullopt;
      cell.onsets.push_back({*b - *a, Censored::no});
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

EnergyDifference difference(const Plan& plan, const Records& records, const BranchResult& from,
                            const BranchResult& to) {
  EnergyDifference d{from.branch, to.branch, {}, false};
  // What was brought to equal charge was so by exponents of its own.
  if (plan.common_random_numbers && !from.equal_charge && !to.equal_charge) {
    if (const auto ratios = paired_ratios(plan, records, from, to)) {
      try {
        auto stream =
            resampling_stream(plan, {false, to.branch, {}}, Resampling::difference, from.branch);
        d.value = fit_arrhenius(*ratios, plan.confidence, stream).activation_energy;
        d.paired = true;
        return d;
      } catch (const Error&) {
        // pairs are too few, or all the same: as independent ones
      }
    }
  }
  const Estimate &a = from.arrhenius->activation_energy, &b = to.arrhenius->activation_energy;
  const double value = b.value - a.value;
  d.value = {value,
             std::hypot(a.error, b.error),
             {value - std::hypot(b.value - b.interval.low, a.interval.high - a.value),
              value + std::hypot(b.interval.high - b.value, a.value - a.interval.low)}};
  return d;
}

std::vector<EnergyDifference> differences(const Plan& plan, const Records& records,
                                          const std::vector<BranchResult>& branches) {
  std::vector<EnergyDifference> found;
  for (const BranchResult& to : branches) {
    const auto from = std::find_if(branches.begin(), branches.end(), [&](const BranchResult& r) {
      return plan.branches[r.branch].grid == plan.branches[to.branch].grid;
    });
    if (from->branch != to.branch && from->arrhenius && to.arrhenius)
      found.push_back(difference(plan, records, *from, to));
  }
  return found;
}

void analyse_fit(const Plan& plan, const Records& records, StudyResult& result) {
  for (std::size_t b = 0; b < plan.fit->branches.size(); ++b) {
    std::vector<Evaluation> done;
    for (const Setting& setting : fit_rounds(plan, records, b).evaluations) {
      result.evaluations.push_back(Analysis(plan, records, setting).result());
      const BranchResult& r = result.evaluations.back();
      if (r.arrhenius) done.push_back({setting.parameters, *r.arrhenius});
    }
    for (std::size_t t = 0; t < plan.fit->targets.size(); ++t) {
      result.fits.push_back(
          fit_target(*plan.fit, plan.fit->targets[t], done, plan.confidence.level));
      result.fits.back().branch = b;
      result.fits.back().target = t;
    }
  }
}

}  // namespace

StudyResult analyse(const Plan& plan, const Records& records) {
  StudyResult result;
  for (std::size_t b = 0; b < plan.branches.size(); ++b)
    result.branches.push_back(Analysis(plan, records, {false, b, {}}).result());
  compare_with_experiment(plan, result.branches);
  result.differences = differences(plan, records, result.branches);
  if (plan.extrapolate) result.sizes = at_target_size(plan, result.branches);
  if (plan.fit) analyse_fit(plan, records, result);
  result.warnings = study_warnings(result);
  return result;
}

}  // namespace lacuna::ensemble
