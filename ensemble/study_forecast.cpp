#include "ensemble/study_forecast.hpp"

#include <numeric>
#include <vector>

#include "ensemble/each_in_parallel.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {
namespace {

std::vector<Setting> settings_of(const Plan& plan) {
  std::vector<Setting> settings;
  for (std::size_t b = 0; b < plan.branches.size(); ++b) settings.push_back({false, b, {}});
  for (std::size_t b = 0; plan.fit && b < plan.fit->branches.size(); ++b)
    settings.push_back(middle_of_fit(plan, b));
  return settings;
}

bool ran_to_its_end(const PointForecast& point) {
  return point.run && point.basis() == ForecastBasis::whole;
}

}  // namespace

Setting middle_of_fit(const Plan& plan, std::size_t branch) {
  Setting setting{true, branch, {}};
  for (const FitParameter& parameter : plan.fit.value().parameters)
    setting.parameters.push_back((parameter.low + parameter.high) / 2);
  return setting;
}

StudyForecast::StudyForecast(const Plan& plan, std::uint64_t budget, int threads) {
  const std::vector<Setting> settings = settings_of(plan);
  const std::size_t temperatures = plan.temperatures.size();
  const std::size_t points = settings.size() * temperatures;
  const std::uint64_t share = budget / points;
  std::vector<PointForecast> found(points);
  std::vector<std::uint64_t> left(points, share);
  const auto look = [&](std::size_t n) {
    const Task first =
        settings[n / temperatures].task(TaskKind::replica, plan.temperatures[n % temperatures]);
    found[n] = forecast_point(case_of(plan, first), seed_of(plan, first), left[n]);
  };
  each_in_parallel(points, threads, look, {});
  std::vector<std::size_t> needy;
  for (std::size_t n = 0; n < points; ++n)
    if (left[n] < share && !ran_to_its_end(found[n])) needy.push_back(n);
  const std::uint64_t rest = std::accumulate(left.begin(), left.end(), std::uint64_t{0});
  constexpr std::uint64_t worth_it = 2;  // shares, below which no slower ramp can be afforded
  if (!needy.empty() && rest / needy.size() > worth_it * share) {
    for (const std::size_t n : needy) left[n] = rest / needy.size();
    each_in_parallel(needy.size(), threads, [&](std::size_t k) { look(needy[k]); }, {});
  }
  for (std::size_t n = 0; n < found.size(); ++n) {
    const Setting& setting = settings[n / temperatures];
    points_[{setting.fit, setting.branch, plan.temperatures[n % temperatures]}] =
        std::move(found[n]);
  }
}

// A reference is a pilot at a temperature of its own: that of the first is as good a guess.
const PointForecast& StudyForecast::at(const Task& task) const {
  return points_.lower_bound({task.fit, task.branch, task.temperature})->second;
}

std::optional<RunCost> StudyForecast::cost_of(const Task& task) const {
  const PointForecast& point = at(task);
  if (task.kind == TaskKind::reference) return point.reference;
  if (task.kind == TaskKind::pilot) return point.pilot;
  const auto& run = task.uncapped ? point.uncapped : point.run;
  return run ? std::optional(run->at_rate(task.rate_factor)) : std::nullopt;
}

}  // namespace lacuna::ensemble
