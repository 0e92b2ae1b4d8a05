#include "ensemble/run_study.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <string>
#include <utility>

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

/// Gives the tasks that may be begun, each once: replicas while the pilots of other cells are still at work.
class Source {
 public:
  Source(const Plan& plan, Records& records, const std::optional<Shard>& shard)
      : plan_(plan), records_(records), shard_(shard) {
    look();
  }

  std::optional<Assignment> next() {
    if (waiting_.empty()) return {};
    Assignment assignment = std::move(waiting_.front());
    waiting_.pop_front();
    begun_.insert(id_of(plan_, assignment.task));
    return assignment;
  }

  void finished(const Record& record) {
    const std::string id = id_of(plan_, record.task);
    records_.insert_or_assign(id, record);
    begun_.erase(id);
    if (waiting_.empty()) look();
  }

  /// Tasks known to be not finished.
  [[nodiscard]] std::size_t left() const { return waiting_.size() + begun_.size(); }

 private:
  void look() {
    for (Assignment& assignment : next_assignments(plan_, records_, shard_)) {
      if (begun_.count(id_of(plan_, assignment.task)) == 0) waiting_.push_back(std::move(assignment));
    }
  }

  const Plan& plan_;
  Records& records_;
  const std::optional<Shard>& shard_;
  std::deque<Assignment> waiting_;
  std::set<std::string> begun_;
};

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
  Source source(plan, records, shard);
  std::size_t done = 0;
  report({records, done, source.left(), nullptr});
  executor.execute([&source] { return source.next(); }, work,
                   [&](const Record& record) {
                     source.finished(record);
                     ++done;
                     report({records, done, done + source.left(), &record});
                   },
                   stop);
  return source.left() == 0;
}

}  // namespace lacuna::ensemble
