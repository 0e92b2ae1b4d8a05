#include "ensemble/equal_charge.hpp"

#include <cmath>
#include <utility>

#include "ensemble/normal.hpp"
#include "ensemble/rounds.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

namespace {

struct Exponent {
  double value = 0.0, error = 0.0;
};

/// The mean over all replicas; empty for fewer than two, or if no charge is equal at it to within
/// two errors.
std::optional<Exponent> mean_exponent(const Plan& plan, const Records& records,
                                      const Setting& setting) {
  std::vector<double> all;
  for (const double temperature : plan.temperatures) {
    const auto here = rate_exponents(plan, records, setting, temperature);
    all.insert(all.end(), here.begin(), here.end());
  }
  if (all.size() < 2) return std::nullopt;
  const Exponent s{mean(all), std::sqrt(variance(all) / static_cast<double>(all.size()))};
  return s.value + 2 * s.error < 0.5 ? std::optional(s) : std::nullopt;
}

/// The charge per e-fold that a setting's ramps were to have [monolayers]; empty where it is no
/// matter of that.
std::optional<double> charge_asked(const Plan& plan, const Setting& setting, const Case& c) {
  const interface::AutoRamp* const automatic = interface::automatic_ramp(c.current);
  const bool equal =
      automatic != nullptr && automatic->convention == interface::RampConvention::charge;
  return equal && compares_rates(plan, setting, c) ? std::optional(automatic->monolayers_per_e_fold)
                                                   : std::nullopt;
}

std::vector<CellSample> at_equal_charge(const Plan& plan, const Records& records,
                                        const Setting& setting, std::vector<CellSample> cells,
                                        double charge, double site_area, double s) {
  for (CellSample& cell : cells) {
    const auto chosen =
        chosen_ramp(plan, records, setting.task(TaskKind::replica, cell.temperature));
    if (!chosen) continue;  // without a ramp there are no replicas either
    const double missed = s * std::log(chosen->ramp.rate * charge / site_area);
    for (Observation& onset : cell.onsets) onset.value = (onset.value - missed) / (1 - 2 * s);
  }
  return cells;
}

/// Adds an independent normal error, one standard error of which is `shift`.
void widen(Estimate& e, double shift, double level) {
  const double reach = shift * two_sided_deviate(level);
  e.error = std::hypot(e.error, shift);
  e.interval = {e.value - std::hypot(e.value - e.interval.low, reach),
                e.value + std::hypot(e.interval.high - e.value, reach)};
}

/// (rate factor, ln j) of a replica's onsets, as far as they are known; counts what became of it.
std::vector<std::pair<double, double>> seen_at_rates(const Plan& plan, const Records& records,
                                                     const Setting& setting, double temperature,
                                                     int replica, RateReplicas& count) {
  const interface::Detector primary = case_at(plan, setting, temperature).onset.primary;
  std::vector<std::pair<double, double>> seen;
  bool repeated = false, all_seen = true;
  for (const double factor : rate_factors) {
    const Task task = setting.task(TaskKind::replica, temperature, factor, replica);
    if (recorded(plan, records, task) == nullptr) continue;
    const Outcome* const found = outcome(plan, records, task);
    if (found == nullptr) {
      if (factor != 1.0) ++count.failed;  // those at the ramp's own rate are counted by cell
      continue;
    }
    if (factor != 1.0) repeated = true;
    const auto onset = observation(onset_of(*found, primary));
    if (onset && onset->censored == Censored::no)
      seen.emplace_back(factor, onset->value);
    else
      all_seen = false;
  }
  if (repeated) ++count.repeated;
  if (repeated && !all_seen) ++count.partly_seen;
  return seen;
}

}  // namespace

std::vector<double> rate_exponents(const Plan& plan, const Records& records, const Setting& setting,
                                   double temperature) {
  RateReplicas count;
  std::vector<double> found;
  for (int n = 0; n < first_replicas(plan, setting); ++n) {
    const auto seen = seen_at_rates(plan, records, setting, temperature, n, count);
    if (seen.size() < std::size(rate_factors)) continue;
    if (const auto exponent = rate_exponent(seen)) found.push_back(*exponent);
  }
  return count.hide_the_rest() ? std::vector<double>{} : found;
}

RateReplicas rate_replicas(const Plan& plan, const Records& records, const Setting& setting) {
  RateReplicas all;
  for (const double temperature : plan.temperatures) {
    RateReplicas here;
    for (int n = 0; n < first_replicas(plan, setting); ++n)
      seen_at_rates(plan, records, setting, temperature, n, here);
    all.repeated += here.repeated;
    all.partly_seen += here.partly_seen;
    all.failed += here.failed;
    if (here.hide_the_rest()) all.hidden.push_back(temperature);
  }
  return all;
}

SettingLine setting_line(const Plan& plan, const Records& records, const Setting& setting,
                         const std::vector<int>& counts, const Confidence& confidence) {
  const Case c = case_at(plan, setting, plan.temperatures.front());
  const interface::Detector primary = c.onset.primary;
  const auto found = samples(plan, records, setting, counts, primary);
  const auto charge = charge_asked(plan, setting, c);
  const auto s = charge ? mean_exponent(plan, records, setting) : std::nullopt;
  if (!s) return {found, false, line_of(plan, setting, found, primary, confidence)};

  const double site_area = interface::site_area(c.metal);
  const auto cells_for = [&](double exponent) {
    return at_equal_charge(plan, records, setting, found, *charge, site_area, exponent);
  };
  SettingLine result{cells_for(s->value), true, {}};
  result.line = line_of(plan, setting, result.cells, primary, confidence);
  Confidence no_interval = confidence;
  no_interval.resamples = 0;
  const Arrhenius other =
      line_of(plan, setting, cells_for(s->value + s->error), primary, no_interval);
  Estimate &energy = result.line.activation_energy, &prefactor = result.line.log_prefactor;
  const double of_energy = other.activation_energy.value - energy.value;
  const double of_prefactor = other.log_prefactor.value - prefactor.value;
  widen(energy, of_energy, confidence.level);
  widen(prefactor, of_prefactor, confidence.level);
  result.line.covariance += of_energy * of_prefactor;
  return result;
}

}  // namespace lacuna::ensemble
