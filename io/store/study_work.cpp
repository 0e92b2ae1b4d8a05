#include "io/store/study_work.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "ensemble/pilot.hpp"
#include "io/store/recorded_run.hpp"
#include "io/store/run_directory.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {

namespace fs = std::filesystem;
using ensemble::Assignment;
using ensemble::Failure;
using ensemble::Outcome;
using ensemble::Record;
using ensemble::TaskKind;

namespace {

/// That a pilot chose, if one did.
const interface::Ramp* ramp_of(const Assignment& assignment) {
  return assignment.chosen ? &assignment.chosen->ramp : nullptr;
}

Outcome outcome_of(const interface::Ending& ending) {
  Outcome outcome;
  outcome.reason = ending.reason;
  outcome.onsets = ending.onsets;
  outcome.quasi_static = ending.quasi_static;
  outcome.stationary_start = ending.stationary_start;
  outcome.monolayers = ending.last.monolayers;
  outcome.hops = ending.last.events.hops();
  for (const auto& onset : outcome.onsets) {
    if (!std::isfinite(onset.density)) throw RuntimeFailure("the onset current is not a number");
  }
  return outcome;
}

/// What a replica is done in: made, or gone on with.
void begin(std::optional<RunDirectory>& directory, const fs::path& path, const RunInput& input) {
  directory.emplace(path, input, Opening::resume);
  if (directory->standing() == Standing::to_run) return;
  // Killed after its last file and before its name: what it found is known no more.
  fs::remove_all(path);
  directory.emplace(path, input, Opening::resume);
}

/// Empty if stopped.
std::optional<Outcome> run_in(RunDirectory& directory, const RunInput& input,
                              const std::stop_token& stop) {
  const interface::Ending ending = recorded_run(directory, input, stop);
  if (ending.reason == interface::Reason::interrupted) return {};
  Outcome outcome = outcome_of(ending);
  directory.finish(summary_json(input, ending));
  return outcome;
}

/// The same in a directory at `path`, which is held as long as `directory`. What fails is removed:
/// its record says how to have it again. What the machine or another process is to blame for stays.
std::optional<Outcome> run_at(const fs::path& path, std::optional<RunDirectory>& directory,
                              const RunInput& input, const std::stop_token& stop) {
  try {
    begin(directory, path, input);
    return run_in(*directory, input, stop);
  } catch (const Occupied&) {
    throw SystemFailure(
        fmt::format("another process is at work on this replica: is the same shard running twice? "
                    "({})",
                    path.stem().string()));
  } catch (const SystemFailure&) {
    throw;
  } catch (...) {
    // Of what could not be locked only a file that is in the way goes.
    if (directory || !fs::is_directory(path)) fs::remove_all(path);
    throw;
  }
}

}  // namespace

StudyWork::StudyWork(const StudyInput& study, const StudyDirectory& directory,
                     const std::optional<ensemble::Shard>& shard)
    : study_(study),
      directory_(directory),
      share_(shard ? fmt::format("_{}-of-{}", shard->index, shard->count) : ""),
      journal_(directory.path()) {}

std::optional<Record> StudyWork::operator()(const Assignment& assignment,
                                            const std::stop_token& stop) {
  Record record;
  record.task = assignment.task;
  if (assignment.task.kind == TaskKind::replica)
    record.seed = seed_of(study_.plan, assignment.task);
  try {
    auto found = find(assignment, stop);
    if (!found) return {};
    record.found = std::move(*found);
  } catch (const SystemFailure&) {
    throw;
  } catch (const fs::filesystem_error& problem) {
    throw SystemFailure(problem.what());
  } catch (const std::bad_alloc&) {
    record.found =
        Failure{told(assignment, "out of memory; fewer --threads or a smaller slab need less")};
  } catch (const std::exception& problem) {
    record.found = Failure{told(assignment, problem.what())};
  }
  this->record(record, id_of(study_.plan, record.task));
  return record;
}

std::string StudyWork::told(const Assignment& assignment, const std::string& problem) const {
  if (assignment.task.kind != TaskKind::replica) return problem;
  return fmt::format("{}; alone: {}", problem,
                     study_.run_command(assignment.task, ramp_of(assignment)));
}

std::optional<StudyWork::Found> StudyWork::find(const Assignment& assignment,
                                                const std::stop_token& stop) const {
  switch (assignment.task.kind) {
    case TaskKind::replica: return replica(assignment, stop);
    case TaskKind::reference: return reference(assignment, stop);
    case TaskKind::pilot: break;
  }
  return pilot(assignment, stop);
}

ensemble::PilotMemory StudyWork::memory_of(const ensemble::Task& task) const {
  return {directory_.unfinished_run(id_of(study_.plan, task) + share_), fingerprint(study_)};
}

std::optional<StudyWork::Found> StudyWork::reference(const Assignment& assignment,
                                                     const std::stop_token& stop) const {
  const interface::Case values = case_of(study_.plan, assignment.task);
  const auto rate = ensemble::reference_rate(values, stop, memory_of(assignment.task));
  return rate ? std::optional<Found>(ensemble::ReferenceRate{*rate}) : std::nullopt;
}

std::optional<StudyWork::Found> StudyWork::pilot(const Assignment& assignment,
                                                 const std::stop_token& stop) const {
  const auto chosen =
      ensemble::choose_ramp(case_of(study_.plan, assignment.task), assignment.reference_rate, stop,
                            memory_of(assignment.task));
  return chosen ? std::optional<Found>(*chosen) : std::nullopt;
}

std::optional<StudyWork::Found> StudyWork::replica(const Assignment& assignment,
                                                   const std::stop_token& stop) const {
  const RunInput input = study_.run_input(assignment.task, ramp_of(assignment));
  const std::string id = id_of(study_.plan, assignment.task);
  const fs::path unfinished = directory_.unfinished_run(id);
  const fs::path finished = directory_.run(id);
  std::optional<RunDirectory> directory;  // held until it has its name
  const std::optional<Outcome> outcome = run_at(unfinished, directory, input, stop);
  if (!outcome) return {};
  // Killed between its name and its line in the journal, or damaged since.
  fs::remove_all(finished);
  put_in_place(unfinished, finished);  // before the journal speaks of it
  return *outcome;
}

void StudyWork::record(const Record& record, const std::string& id) {
  const ensemble::Branch& branch = branch_of(study_.plan, record.task);
  JournalEntry entry{record, branch.slug, branch.physics, 0};
  if (std::holds_alternative<Outcome>(record.found)) entry.files = run_checksum(directory_.run(id));
  const std::lock_guard lock(journal_mutex_);
  journal_.append(entry);
}

}  // namespace lacuna::io
