#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
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
  std::size_t done = 0;          ///< tasks of this round, those recorded before included
  std::size_t round = 0;         ///< tasks of this round
  const Record* last = nullptr;  ///< just finished; nullptr when a round begins
};
using StudyReport = std::function<void(const StudyProgress&)>;

/// What there is to do now, with what earlier tasks found for it; of a shard its own replicas and what they need.
/// Empty when nothing is left.
[[nodiscard]] std::vector<Assignment> next_assignments(const Plan&, const Records&, const std::optional<Shard>&);

/// Do the rounds of a study until nothing is left (true) or until it is stopped (false), adding to `records`. Where and
/// in what order the tasks are done makes no difference to the records. A shard has its share of the replicas
/// that the plan asks for from the start, no rounds that depend on results: REQUIRES a plan without `precision`.
/// Throws what a task throws.
bool run_study(const Plan&, Records& records, Executor&, const Work&, const std::optional<Shard>&, const StudyReport&,
               const std::stop_token&);

}  // namespace lacuna::ensemble
