#include "ensemble/rounds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "ensemble/cap_check.hpp"
#include "ensemble/equal_charge.hpp"
#include "ensemble/fit.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

namespace {

/// No stopping rule looks at fewer.
constexpr int least_replicas = 8;

/// What is not recorded yet of a setting's replicas. A cell's replicas wait for its pilot, that for
/// the reference.
std::vector<Task> missing_tasks(const Plan& plan, const Records& records, const Setting& setting,
                                const Case& values, const std::vector<int>& counts) {
  const RampNeeds needs = ramp_needs(values);
  const Task reference = setting.task(TaskKind::reference, 0.0);
  if (needs.reference && recorded(plan, records, reference) == nullptr) return {reference};
  std::vector<Task> tasks;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const double temperature = plan.temperatures[c];
    if (cell_failure(plan, records, setting, temperature) != nullptr) continue;
    const Task pilot = setting.task(TaskKind::pilot, temperature);
    if (needs.pilot && recorded(plan, records, pilot) == nullptr) {
      tasks.push_back(pilot);
      continue;
    }
    for (const Task& replica : replicas_at(plan, setting, values, temperature, counts[c])) {
      if (recorded(plan, records, replica) == nullptr) tasks.push_back(replica);
    }
  }
  return tasks;
}

/// Variance of the slope of a line through cells of so many replicas, each of its own variance.
double slope_variance(std::span<const double> x, std::span<const double> variances,
                      std::span<const int> counts) {
  double all = 0, moment = 0;
  for (std::size_t c = 0; c < x.size(); ++c) {
    all += counts[c] / variances[c];
    moment += counts[c] / variances[c] * x[c];
  }
  double spread = 0;
  for (std::size_t c = 0; c < x.size(); ++c)
    spread += counts[c] / variances[c] * std::pow(x[c] - moment / all, 2);
  return 1 / spread;
}

/// Adds replicas one by one where each lowers the variance of the slope most, until it is below
/// `wanted`: two per cell at least, as many as there are at most, and none beyond `cap` in a cell.
void add_where_they_help(std::span<const double> x, std::span<const double> variances,
                         double wanted, int cap, std::vector<int>& counts) {
  const int least = 2 * static_cast<int>(x.size()),
            most = std::accumulate(counts.begin(), counts.end(), 0);
  for (int added = 0; added < most; ++added) {
    if (added >= least && slope_variance(x, variances, counts) <= wanted) return;
    std::optional<std::size_t> best;
    double lowest = 0;
    for (std::size_t c = 0; c < x.size(); ++c) {
      if (counts[c] >= cap) continue;
      ++counts[c];
      const double variance = slope_variance(x, variances, counts);
      --counts[c];
      if (best && variance >= lowest) continue;
      best = c;
      lowest = variance;
    }
    if (!best) return;
    ++counts[*best];
  }
}

/// Decides another round of replicas. False: the interval is narrow enough, or replicas cannot make
/// it so.
bool decide_round(const Plan& plan, const Records& records, const Setting& setting,
                  std::vector<int>& counts) {
  SettingLine line;
  try {
    line = setting_line(plan, records, setting, counts, plan.confidence);
  } catch (const Error&) {
    return false;  // analyse() says why there is no line
  }
  std::vector<std::size_t> places;
  std::vector<double> x;
  std::vector<int> now;
  for (std::size_t c = 0; c < line.cells.size(); ++c) {
    if (line.cells[c].onsets.size() < 2) continue;
    places.push_back(c);
    x.push_back(inverse_thermal_energy(line.cells[c].temperature));
    now.push_back(counts[c]);
  }
  const std::vector<double> variances = moderated_variances(usable(line.cells));
  const Interval& interval = line.line.activation_energy.interval;
  const double half_width = (interval.high - interval.low) / 2;
  const double ratio = plan.precision->half_width / half_width;
  if (!(ratio < 1)) return false;
  const std::vector<int> before = now;
  add_where_they_help(x, variances, slope_variance(x, variances, now) * ratio * ratio,
                      plan.precision->max_replicas, now);
  for (std::size_t p = 0; p < places.size(); ++p) counts[places[p]] = now[p];
  return now != before;
}

/// Lines through evaluations, as far as they have one. Their intervals are not asked for, so
/// nothing is resampled.
std::vector<Evaluation> evaluated(const Plan& plan, const Records& records,
                                  const std::vector<Setting>& settings) {
  const Confidence no_interval{plan.confidence.level, 0};
  std::vector<Evaluation> done;
  for (const Setting& setting : settings) {
    const std::vector<int> counts(plan.temperatures.size(), first_replicas(plan, setting));
    try {
      done.push_back(
          {setting.parameters, setting_line(plan, records, setting, counts, no_interval).line});
    } catch (const Error&) {
      continue;  // analyse() says why there is no line
    }
  }
  return done;
}

}  // namespace

int first_replicas(const Plan& plan, const Setting& setting) {
  if (setting.fit) return plan.fit->replicas;
  return plan.precision ? std::max(plan.replicas, least_replicas) : plan.replicas;
}

std::vector<Task> replicas_at(const Plan& plan, const Setting& setting, const Case& values,
                              double temperature, int count) {
  const bool rates = compares_rates(plan, setting, values);
  std::vector<Task> tasks;
  for (const double factor : rate_factors) {
    if (factor != 1.0 && !rates) continue;
    if (factor < 1.0 && setting.fit)
      continue;  // four times the charge, where the exponent is all that is wanted
    const int those = factor == 1.0 ? count : first_replicas(plan, setting);
    for (int n = 0; n < those; ++n)
      tasks.push_back(setting.task(TaskKind::replica, temperature, factor, n));
  }
  for (int n = 0; n < uncapped_replicas(plan, setting, values); ++n) {
    tasks.push_back(setting.task(TaskKind::replica, temperature, 1.0, n));
    tasks.back().uncapped = true;
  }
  return tasks;
}

bool may_be_asked(const Plan& plan, const Task& task) {
  if (task.kind == TaskKind::reference) return true;
  const auto& temperatures = plan.temperatures;
  if (std::find(temperatures.begin(), temperatures.end(), task.temperature) == temperatures.end())
    return false;
  if (task.kind == TaskKind::pilot) return true;
  const Setting setting{task.fit, task.branch, task.parameters};
  const Case values = case_at(plan, setting, task.temperature);
  if (task.uncapped) return task.replica < uncapped_replicas(plan, setting, values);
  const int first = first_replicas(plan, setting);
  if (task.rate_factor != 1.0) return task.replica < first && compares_rates(plan, setting, values);
  const bool grows = plan.precision && !setting.fit;
  return task.replica < (grows ? std::max(first, plan.precision->max_replicas) : first);
}

Rounds rounds_of(const Plan& plan, const Records& records, const Setting& setting) {
  const Case values = case_at(plan, setting, plan.temperatures.front());
  Rounds rounds{std::vector<int>(plan.temperatures.size(), first_replicas(plan, setting)), {}};
  rounds.missing = missing_tasks(plan, records, setting, values, rounds.counts);
  while (rounds.missing.empty() && plan.precision && !setting.fit &&
         decide_round(plan, records, setting, rounds.counts))
    rounds.missing = missing_tasks(plan, records, setting, values, rounds.counts);
  return rounds;
}

FitRounds fit_rounds(const Plan& plan, const Records& records, std::size_t branch) {
  const Fit& fit = plan.fit.value();
  FitRounds rounds;
  for (;;) {
    std::vector<std::vector<double>> tried;
    for (const Setting& s : rounds.evaluations) tried.push_back(s.parameters);
    const auto next =
        tried.empty() ? first_evaluations(fit)
                      : next_evaluations(fit, tried, evaluated(plan, records, rounds.evaluations),
                                         plan.confidence.level);
    if (next.empty()) return rounds;
    for (const auto& parameters : next) {
      rounds.evaluations.push_back({true, branch, parameters});
      const auto tasks = rounds_of(plan, records, rounds.evaluations.back()).missing;
      rounds.missing.insert(rounds.missing.end(), tasks.begin(), tasks.end());
    }
    if (!rounds.missing.empty()) return rounds;
  }
}

void leave_out_other_evaluations(const Plan& plan, Records& records) {
  if (!plan.fit) return;
  std::set<std::pair<std::size_t, std::vector<double>>> decided;
  for (std::size_t b = 0; b < plan.fit->branches.size(); ++b)
    for (const Setting& each : fit_rounds(plan, records, b).evaluations)
      decided.emplace(b, each.parameters);
  std::erase_if(records, [&](const auto& record) {
    const Task& task = record.second.task;
    return task.fit && decided.count({task.branch, task.parameters}) == 0;
  });
}

std::vector<Task> next_round(const Plan& plan, const Records& records) {
  std::vector<Task> tasks;
  const auto add = [&tasks](const std::vector<Task>& more) {
    tasks.insert(tasks.end(), more.begin(), more.end());
  };
  for (std::size_t b = 0; b < plan.branches.size(); ++b)
    add(rounds_of(plan, records, {false, b, {}}).missing);
  if (!plan.fit) return tasks;
  for (std::size_t b = 0; b < plan.fit->branches.size(); ++b)
    add(fit_rounds(plan, records, b).missing);
  return tasks;
}

}  // namespace lacuna::ensemble
