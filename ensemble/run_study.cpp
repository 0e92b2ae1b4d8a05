#include "ensemble/run_study.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <utility>

#include "ensemble/first_tasks.hpp"
#include "ensemble/rounds.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {
namespace {

Assignment assignment_of(const Plan& plan, const Records& records, const Task& task) {
  Assignment assignment{task, {}, {}};
  if (task.kind == TaskKind::pilot) assignment.reference_rate = reference_rate(plan, records, task);
  if (task.kind == TaskKind::replica) assignment.chosen = chosen_ramp(plan, records, task);
  return assignment;
}

std::set<std::string> ids_of(const Plan& plan, const Shard& shard) {
  std::set<std::string> ids;
  for (const Task& task : first_tasks(plan, shard)) ids.insert(id_of(plan, task));
  return ids;
}

/// Gives the tasks that may be begun, each once: replicas while the pilots of other cells are still
/// at work.
class Source {
 public:
  Source(const Plan& plan, Records& records, const std::optional<Shard>& shard)
      : plan_(plan), records_(records) {
    if (shard) share_ = ids_of(plan, *shard);
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
    for (Assignment& assignment : next_assignments(plan_, records_, share_ ? &*share_ : nullptr)) {
      if (begun_.count(id_of(plan_, assignment.task)) == 0)
        waiting_.push_back(std::move(assignment));
    }
  }

  const Plan& plan_;
  Records& records_;
  std::optional<std::set<std::string>> share_;  ///< ids
  std::deque<Assignment> waiting_;
  std::set<std::string> begun_;
};

}  // namespace

std::vector<Assignment> next_assignments(const Plan& plan, const Records& records,
                                         const std::set<std::string>* only) {
  std::vector<Assignment> assignments;
  for (const Task& task : next_round(plan, records)) {
    if (only == nullptr || only->count(id_of(plan, task)) > 0)
      assignments.push_back(assignment_of(plan, records, task));
  }
  return assignments;
}

bool run_study(const Plan& plan, Records& records, Executor& executor, const Work& work,
               const std::optional<Shard>& shard, const StudyReport& report,
               const std::stop_token& stop) {
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
