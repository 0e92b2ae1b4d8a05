#include "ensemble/branch_result.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "ensemble/equal_charge.hpp"
#include "ensemble/kaplan_meier.hpp"
#include "ensemble/rounds.hpp"
#include "ensemble/theory_energy.hpp"
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
    r.primary = primary_;
    r.finished = rounds_.missing.empty();
    r.same_ramp = same_ramp();
    const auto cells = samples(plan_, records_, setting_, rounds_.counts, primary_);
    for (std::size_t c = 0; c < cells.size(); ++c) r.cells.push_back(cell(c, cells[c]));
    add_line(cells, r);
    r.theory_energy = theory_energy(first_case_, plan_.temperatures);
    for (const Detector d : interface::all_detectors)
      r.by_detector[static_cast<std::size_t>(d)] = d == primary_ ? r.arrhenius : other_line(d);
    if (compares_rates(plan_, setting_, first_case_)) {
      r.rate_replicas = rate_replicas(plan_, records_, setting_);
      r.rate = rate(r);
    }
    r.cap = cap_differences(plan_, records_, setting_);
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

  /// The line, or why there is none, and its local slopes.
  void add_line(const std::vector<CellSample>& cells, BranchResult& r) const {
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
  }

  [[nodiscard]] CellResult cell(std::size_t c, const CellSample& sample) const {
    CellResult r;
    r.sample = sample;
    estimate(c, r);
    count(c, r);
    r.chosen = chosen_ramp(plan_, records_, setting_.task(TaskKind::replica, sample.temperature));
    r.ramp = r.chosen ? std::optional(r.chosen->ramp) : stated_ramp();
    r.charge_per_e_fold = charge_per_e_fold(r);
    return r;
  }

  [[nodiscard]] std::optional<interface::Ramp> stated_ramp() const {
    const auto* const ramp = std::get_if<interface::Ramp>(&first_case_.current);
    return ramp != nullptr && !ramp->automatic ? std::optional(*ramp) : std::nullopt;
  }

  [[nodiscard]] std::optional<double> charge_per_e_fold(const CellResult& r) const {
    if (!ramp_needs(first_case_).ramp || !r.ramp) return {};
    if (!r.median || !std::isfinite(r.median->value)) return {};
    const double density = std::exp(r.median->value);
    return density * density * interface::site_area(first_case_.metal) / r.ramp->rate;
  }

  void estimate(std::size_t c, CellResult& r) const {
    if (r.sample.onsets.empty()) return;
    r.median = KaplanMeier(r.sample.onsets).median_with_interval(plan_.confidence.level);
    if (r.sample.onsets.size() < 2 || any_censored(std::span(&r.sample, 1))) return;
    auto stream = resampling_stream(plan_, setting_, Resampling::mean, c);
    r.mean = mean_with_interval(exact_values(r.sample), plan_.confidence, stream);
  }

  // What ended a replica before its onset, if it was not its current.
  static void count_end(interface::Reason reason, CellResult& r) {
    if (reason == interface::Reason::void_at_top) ++r.void_at_top;
    if (reason == interface::Reason::limit) ++r.limited;
  }

  void count(std::size_t c, CellResult& r) const {
    const double temperature = plan_.temperatures[c];
    if (const Failure* failure = cell_failure(plan_, records_, setting_, temperature)) {
      r.failure = failure->message;
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
      else if (seen->censored == Censored::right)
        count_end(found->reason, r);
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

}  // namespace

std::size_t CellResult::count(Censored which) const {
  return static_cast<std::size_t>(
      std::count_if(sample.onsets.begin(), sample.onsets.end(),
                    [which](const Observation& o) { return o.censored == which; }));
}

std::optional<Estimate> BranchResult::energy_under(SameRamp convention) const {
  if (!arrhenius || same_ramp == SameRamp::none || convention == SameRamp::none) return {};
  if (convention == same_ramp) return arrhenius->activation_energy;
  if (!rate) return {};
  return convention == SameRamp::charge ? rate->energy_charge : rate->energy_fixed;
}

std::optional<Arrhenius> BranchResult::line_under(SameRamp convention) const {
  const auto energy = energy_under(convention);
  if (!energy || convention == same_ramp) return energy ? arrhenius : std::nullopt;
  const double middle = inverse_thermal_energy(cells[cells.size() / 2].sample.temperature);
  return turned(*arrhenius, *energy, middle);
}

BranchResult branch_result(const Plan& plan, const Records& records, const Setting& setting) {
  return Analysis(plan, records, setting).result();
}

}  // namespace lacuna::ensemble
