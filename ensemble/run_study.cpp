#include "ensemble/run_study.hpp"

#include <algorithm>
#include <iterator>

#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {
namespace {

Assignment assignment_of(const Plan& plan, const Records& records, const Task& task) {
  Assignment assignment{task, {}, {}};
  if (task.kind == TaskKind::pilot) assignment.reference_rate = reference_rate(plan, records, task);
  if (task.kind == TaskKind::replica) assignment.chosen = chosen_ramp(plan, records, task);
  return assignment;
}

// Replicas lie in a row, cell after cell, and shards are pieces of it: so few pilots are needed by two of them.
// The piece that holds place `place` of `places`.
int shard_at(std::size_t place, std::size_t places, int count) {
  return static_cast<int>(place * static_cast<std::size_t>(count) / places) + 1;
}

bool has_share(const Plan& plan, const Task& task, const Shard& shard) {
  if (task.fit) return false;
  const std::size_t temperatures = plan.temperatures.size(), factors = std::size(rate_factors),
                    replicas = static_cast<std::size_t>(plan.replicas);
  const std::size_t cell = temperatures == 0 ? 0 : factors * replicas, branch = temperatures * cell;
  const std::size_t places = plan.branches.size() * branch;
  std::size_t first = task.branch * branch, size = branch;
  if (task.kind != TaskKind::reference) {
    const auto t = std::find(plan.temperatures.begin(), plan.temperatures.end(), task.temperature);
    first += static_cast<std::size_t>(t - plan.temperatures.begin()) * cell;
    size = cell;
  }
  if (task.kind == TaskKind::replica) {
    const auto* factor = std::find(std::begin(rate_factors), std::end(rate_factors), task.rate_factor);
    first +=
        static_cast<std::size_t>(factor - std::begin(rate_factors)) * replicas + static_cast<std::size_t>(task.replica);
    size = 1;
  }
  return shard_at(first, places, shard.count) <= shard.index &&
         shard.index <= shard_at(first + size - 1, places, shard.count);
}

}  // namespace

std::vector<Assignment> next_assignments(const Plan& plan, const Records& records, const std::optional<Shard>& shard) {
  std::vector<Assignment> assignments;
  for (const Task& task : next_round(plan, records)) {
    if (!shard || has_share(plan, task, *shard)) assignments.push_back(assignment_of(plan, records, task));
  }
  return assignments;
}

bool run_study(const Plan& plan, Records& records, Executor& executor, const Work& work,
               const std::optional<Shard>& shard, const StudyReport& report, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto assignments = next_assignments(plan, records, shard);
    if (assignments.empty()) return true;
    std::size_t done = 0;
    report({records, done, assignments.size(), nullptr});
    executor.execute(
        assignments, work,
        [&](const Record& record) {
          records.insert_or_assign(id_of(plan, record.task), record);
          report({records, ++done, assignments.size(), &record});
        },
        stop);
    if (done < assignments.size()) return false;
  }
  return false;
}

}  // namespace lacuna::ensemble
