#include "ensemble/study_forecast.hpp"

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
  const std::uint64_t share = budget / (settings.size() * temperatures);
  std::vector<PointForecast> found(settings.size() * temperatures);
  const auto look = [&](std::size_t n) {
    const Task first =
        settings[n / temperatures].task(TaskKind::replica, plan.temperatures[n % temperatures]);
    found[n] = forecast_point(case_of(plan, first), seed_of(plan, first), share);
  };
  each_in_parallel(found.size(), threads, look, {});
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
  if (task.kind != TaskKind::replica) return point.pilot;
  const auto& run = task.uncapped ? point.uncapped : point.run;
  return run ? std::optional(run->at_rate(task.rate_factor)) : std::nullopt;
}

}  // namespace lacuna::ensemble
