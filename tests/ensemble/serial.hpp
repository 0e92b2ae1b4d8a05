#pragma once

#include "ensemble/pilot.hpp"
#include "ensemble/record.hpp"
#include "ensemble/study_result.hpp"
#include "interface/run.hpp"

/// The plainest executor: one task after the other, everything in memory.
namespace lacuna::test {

inline ensemble::Record carry_out(const ensemble::Plan& plan, const ensemble::Records& records,
                                  const ensemble::Task& task) {
  using namespace ensemble;
  Record record{task, 0, Failure{"never done"}};
  if (task.kind == TaskKind::reference) {
    record.found = ReferenceRate{ensemble::reference_rate(case_of(plan, task), {}).value()};
  } else if (task.kind == TaskKind::pilot) {
    record.found =
        ensemble::choose_ramp(case_of(plan, task), reference_rate(plan, records, task), {}).value();
  } else {
    record.seed = seed_of(plan, task);
    const auto chosen = chosen_ramp(plan, records, task);
    const auto ending = interface::run(replica_case(plan, task, chosen ? &chosen->ramp : nullptr),
                                       record.seed, {}, {}, {});
    record.found =
        Outcome{ending.reason,           ending.onsets,          ending.quasi_static,
                ending.stationary_start, ending.last.monolayers, ending.last.events.hops()};
  }
  return record;
}

/// All that a plan asks for.
inline ensemble::Records carry_out(const ensemble::Plan& plan) {
  ensemble::Records records;
  for (auto tasks = ensemble::next_round(plan, records); !tasks.empty();
       tasks = ensemble::next_round(plan, records))
    for (const ensemble::Task& task : tasks)
      records[ensemble::id_of(plan, task)] = carry_out(plan, records, task);
  return records;
}

}  // namespace lacuna::test
