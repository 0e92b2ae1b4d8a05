#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "ensemble/executor.hpp"
#include "ensemble/plan.hpp"
#include "ensemble/record.hpp"

namespace lacuna::ensemble {

/// A part of a study that is done apart from the others, as by one job of a Slurm array.
struct Shard {
  int index = 1;  ///< from 1
  int count = 1;
};

/// How far a study is.
struct StudyProgress {
  const Records& records;
  std::size_t done = 0;   ///< tasks finished since the command began
  std::size_t known = 0;  ///< those, and what is known to be left to do; more may follow from
                          ///< results
  const Record* last = nullptr;  ///< just finished; nullptr at the beginning
};
using StudyReport = std::function<void(const StudyProgress&)>;

/// What there is to do now, with what earlier tasks found for it; `only` of these ids, unless null.
/// Empty when nothing is left.
[[nodiscard]] std::vector<Assignment> next_assignments(const Plan&, const Records&,
                                                       const std::set<std::string>* only);

/// Do the tasks of a study until nothing is left (true) or until it is stopped (false), adding to
/// `records`. Where and in what order the tasks are done makes no difference to the records. A
/// shard has its share of the replicas that the plan asks for from the start, no rounds that depend
/// on results: REQUIRES a plan without `precision`. Throws what a task throws.
bool run_study(const Plan&, Records& records, Executor&, const Work&, const std::optional<Shard>&,
               const StudyReport&, const std::stop_token&);

}  // namespace lacuna::ensemble
