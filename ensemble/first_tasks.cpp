#include "ensemble/first_tasks.hpp"

#include <set>
#include <string>
#include <utility>

#include "ensemble/rounds.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {
namespace {

/// Replicas lie in a row, cell after cell, each as long as it takes: its charge, which goes as one
/// over the rate. Shards are pieces of that row, so that few pilots are needed by two.
std::vector<Task> replicas_of(const Plan& plan, const Shard& shard) {
  std::vector<std::pair<Task, double>> row;  // with where its middle lies
  double length = 0;
  for (std::size_t branch = 0; branch < plan.branches.size(); ++branch) {
    const Setting setting{false, branch, {}};
    const Case values = case_at(plan, setting, plan.temperatures.front());
    const int count = first_replicas(plan, setting);
    for (const double temperature : plan.temperatures)
      for (const Task& replica : replicas_at(plan, setting, values, temperature, count)) {
        const double along = 1 / replica.rate_factor;
        row.emplace_back(replica, length + along / 2);
        length += along;
      }
  }
  std::vector<Task> share;
  for (const auto& [task, middle] : row)
    if (static_cast<int>(middle / length * shard.count) + 1 == shard.index) share.push_back(task);
  return share;
}

}  // namespace

std::vector<Task> first_tasks(const Plan& plan, const std::optional<Shard>& shard) {
  std::vector<Task> tasks;
  std::set<std::string> served;
  const auto add_once = [&](const Task& task) {
    if (served.insert(id_of(plan, task)).second) tasks.push_back(task);
  };
  for (const Task& replica : replicas_of(plan, shard.value_or(Shard{1, 1}))) {
    const Setting setting{false, replica.branch, {}};
    const RampNeeds needs = ramp_needs(case_at(plan, setting, replica.temperature));
    if (needs.reference) add_once(setting.task(TaskKind::reference, 0.0));
    if (needs.pilot) add_once(setting.task(TaskKind::pilot, replica.temperature));
    tasks.push_back(replica);
  }
  return tasks;
}

}  // namespace lacuna::ensemble
