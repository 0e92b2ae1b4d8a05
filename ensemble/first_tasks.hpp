#pragma once

#include <optional>
#include <vector>

#include "ensemble/run_study.hpp"

namespace lacuna::ensemble {

/// What the plan asks for from the start, or a shard of it does: replicas of the first round, at
/// every rate, each after the pilot and the reference that it needs; of a fit nothing. A pilot may
/// be in two shards.
[[nodiscard]] std::vector<Task> first_tasks(const Plan&, const std::optional<Shard>&);

}  // namespace lacuna::ensemble
