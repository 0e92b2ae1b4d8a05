#include "io/store/study_work.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "ensemble/pilot.hpp"
#include "io/posix_file.hpp"
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

/// Empty if stopped.
std::optional<Outcome> run_in(RunDirectory& directory, const RunInput& input,
                              const std::stop_token& stop) {
  const interface::Ending ending = recorded_run(directory, input, stop);
  if (ending.reason == interface::Reason::interrupted) return {};
  Outcome outcome = outcome_of(ending);
  directory.finish(summary_json(input, ending));
  return outcome;
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
  const interface::Ramp* ramp = assignment.chosen ? &assignment.chosen->ramp : nullptr;
  return fmt::format("{}; alone: {}", problem, study_.run_command(assignment.task, ramp));
}

std::optional<StudyWork::Found> StudyWork::find(const Assignment& assignment,
                                                const std::stop_token& stop) const {
  if (assignment.task.kind == TaskKind::replica) return replica(assignment, stop);
  const interface::Case values = case_of(study_.plan, assignment.task);
  const ensemble::PilotMemory memory{
      directory_.unfinished_run(id_of(study_.plan, assignment.task) + share_), fingerprint(study_)};
  if (assignment.task.kind == TaskKind::reference) {
    const auto rate = ensemble::reference_rate(values, stop, memory);
    return rate ? std::optional<Found>(ensemble::ReferenceRate{*rate}) : std::nullopt;
  }
  const auto chosen = ensemble::choose_ramp(values, assignment.reference_rate, stop, memory);
  return chosen ? std::optional<Found>(*chosen) : std::nullopt;
}

std::optional<StudyWork::Found> StudyWork::replica(const Assignment& assignment,
                                                   const std::stop_token& stop) const {
  const RunInput input =
      study_.run_input(assignment.task, assignment.chosen ? &assignment.chosen->ramp : nullptr);
  const std::string id = id_of(study_.plan, assignment.task);
  const fs::path unfinished = directory_.unfinished_run(id), finished = directory_.run(id);
  std::optional<RunDirectory> directory;  // held until it has its name
  std::optional<Outcome> outcome;
  try {
    directory.emplace(unfinished, input, Opening::resume);
    if (directory->standing() == Standing::finished) {
      // Killed after its last file and before its name: what it found is known no more.
      fs::remove_all(unfinished);
      directory.emplace(unfinished, input, Opening::resume);
    }
    outcome = run_in(*directory, input, stop);
  } catch (const Occupied&) {
    throw SystemFailure(fmt::format(
        "another process is at work on this replica: is the same shard running twice? ({})", id));
  } catch (const SystemFailure&) {
    throw;
  } catch (...) {
    // Its record says how to have it again. Of what could not be locked only a file that is in the
    // way goes.
    if (directory || !fs::is_directory(unfinished)) fs::remove_all(unfinished);
    throw;
  }
  if (!outcome) return {};
  fs::remove_all(finished);  // killed between its name and its line in the journal, or damaged
                             // since
  fs::rename(unfinished, finished);
  sync_folder(finished.parent_path());  // before the journal speaks of it
  return *outcome;
}

void StudyWork::record(const Record& record, const std::string& id) {
  JournalEntry entry{record, 0};
  if (std::holds_alternative<Outcome>(record.found)) entry.files = run_checksum(directory_.run(id));
  const std::lock_guard lock(journal_mutex_);
  journal_.append(entry);
}

}  // namespace lacuna::io
