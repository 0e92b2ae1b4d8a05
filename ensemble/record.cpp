#include "ensemble/record.hpp"

namespace lacuna::ensemble {

namespace {

/// The task of another kind that serves this one's cell, or for a reference its branch.
Task serving(TaskKind kind, const Task& task) {
  Task other = task;
  other.kind = kind;
  other.replica = 0;
  other.rate_factor = 1.0;
  other.uncapped = false;
  if (kind == TaskKind::reference) other.temperature = 0.0;
  return other;
}

}  // namespace

const Record* recorded(const Plan& plan, const Records& records, const Task& task) {
  const auto place = records.find(id_of(plan, task));
  return place == records.end() ? nullptr : &place->second;
}

std::optional<double> reference_rate(const Plan& plan, const Records& records, const Task& pilot) {
  const Record* const record = recorded(plan, records, serving(TaskKind::reference, pilot));
  const auto* const found =
      record == nullptr ? nullptr : std::get_if<ReferenceRate>(&record->found);
  return found == nullptr ? std::nullopt : std::optional(found->rate);
}

std::optional<ChosenRamp> chosen_ramp(const Plan& plan, const Records& records,
                                      const Task& replica) {
  const Record* const record = recorded(plan, records, serving(TaskKind::pilot, replica));
  const auto* const found = record == nullptr ? nullptr : std::get_if<ChosenRamp>(&record->found);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

}  // namespace lacuna::ensemble
