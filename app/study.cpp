#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "app/cell_outlook.hpp"
#include "app/cells.hpp"
#include "app/commands.hpp"
#include "app/mpi.hpp"
#include "app/signals.hpp"
#include "app/study_outlook.hpp"
#include "app/study_progress.hpp"
#include "app/tell.hpp"
#include "app/way_on.hpp"
#include "core/error.hpp"
#include "ensemble/crew.hpp"
#include "ensemble/run_study.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/study_input.hpp"
#include "io/results/results_files.hpp"
#include "io/results/study_text.hpp"
#include "io/store/kept_cells.hpp"
#include "io/store/merge_study.hpp"
#include "io/store/study_directory.hpp"
#include "io/store/study_work.hpp"
#include "io/trajectory/h5md.hpp"

namespace lacuna::app {
namespace {

using ensemble::Failure;
using ensemble::Records;

constexpr const char* same_command = "all that is recorded is safe; the same command goes on";

void refuse_shards_of(const ensemble::Plan& plan) {
  if (!plan.precision) return;
  throw InputError(
      "--shard and precision exclude each other: how many replicas are needed follows from all of "
      "them; give "
      "replicas, or run without --shard (--mpi spreads over machines)");
}

/// Says that a study has changed since it began, and whether what is recorded counts.
void tell_growth(const io::StudyDirectory& directory, const Records& records) {
  if (directory.growth().empty()) return;
  std::error_code none;
  const bool has_runs = !std::filesystem::is_empty(directory.file("runs"), none) && !none;
  tell("{} goes on with another input, {}. what differs:\n{}", directory.path().string(),
       has_runs && records.empty()
           ? "and none of the runs that it has counts: they are of other hypotheses, "
             "temperatures or values of `grid` (a new key makes every run another one), and "
             "stay in runs/ until the input asks for them again"
           : "and keeps the runs that it has",
       directory.growth());
}

/// What is recorded already; failures are tried again, unless nothing is to be run.
Records recorded(const io::StudyDirectory& directory, const ensemble::Plan& plan,
                 const StudyOptions& options) {
  io::Recorded before = io::read_records(directory, plan);
  if (!options.quiet) tell_growth(directory, before.records);
  for (const std::string& line : before.damaged) {
    tell("warning: {}; what it recorded is done again\n", line);
  }
  if (options.collect) return std::move(before.records);
  for (auto record = before.records.begin(); record != before.records.end();) {
    const bool failed = std::holds_alternative<Failure>(record->second.found);
    record = failed ? before.records.erase(record) : std::next(record);
  }
  return std::move(before.records);
}

/// The study's directory, with what others have recorded of it; they are looked at before anything
/// is made.
io::StudyDirectory opened(const io::StudyInput& study, const StudyOptions& options) {
  for (const auto& from : options.merge) io::require_mergeable(from, study);
  io::StudyDirectory directory(options.out, study,
                               options.shard ? io::Sharing::shard : io::Sharing::alone);
  for (const auto& from : options.merge) {
    const io::Merged merged = io::merge_from(from, study, directory);
    for (const std::string& line : merged.damaged)
      tell("warning: {}; what it recorded is left out\n", line);
    if (merged.recorded == 0)
      tell(
          "warning: {} has no finished task of this study; do hypotheses, temperatures or grid "
          "differ?\n",
          from.string());
    if (!options.quiet) tell("{}: {} tasks taken over\n", from.string(), merged.tasks);
  }
  return directory;
}

std::size_t failures_in(const Records& records) {
  return static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(),
      [](const auto& record) { return std::holds_alternative<Failure>(record.second.found); }));
}

/// Says which tasks failed, and how each is done again alone, which is part of what is recorded.
void tell_failures(const io::StudyDirectory& directory, const Records& records) {
  for (const auto& [id, record] : records) {
    const auto* failure = std::get_if<Failure>(&record.found);
    if (failure == nullptr) continue;
    tell("failed: {}: {} (in {})\n", id, failure->message, directory.path().string());
  }
}

/// The cells of a study that has some; empty where they were interrupted.
using Cells = std::optional<ensemble::CellFindings>;

Cells cells_of(const io::StudyInput& study, const io::StudyDirectory& directory,
               const StudyOptions& options, const std::stop_token& stop) {
  const CellWork work{options.cache, options.threads, progress_style(options.quiet)};
  return settle_cells(study, directory, work, stop);
}

/// What is there of the cells already.
Cells kept_cells_of(const io::StudyInput& study, const io::StudyDirectory& directory,
                    const StudyOptions& options) {
  if (io::kept_cells(directory.path(), study.cell_identity))
    return cells_of(study, directory, options, {});
  tell("the cells are not there yet: lacuna cell {} --out {}\n", options.study_file.string(),
       options.out.string());
  return {};
}

/// Tables of the runs, from the records alone; then the cells, which take their time; then what
/// follows from both. Were the cells not interrupted?
bool conclude(const io::StudyInput& study, const io::StudyDirectory& directory,
              const Records& records, const StudyOptions& options,
              const std::function<Cells()>& cells_to_be) {
  const ensemble::StudyResult result = ensemble::analyse(study.plan, records);
  io::write_results(directory.path(), study.plan, records, result);
  const Cells cells = study.plan.cell ? cells_to_be() : std::nullopt;
  if (!options.quiet) {
    fmt::print("{}", io::study_text(study.plan, result, cells, directory.path()));
    if (!io::has_hdf5())
      fmt::print("without results.h5: this lacuna was built without HDF5 (Debian: libhdf5-dev)\n");
  }
  return cells || !study.plan.cell;
}

Status status_of(const Records& records, bool complete) {
  if (!complete) return Status::interrupted;
  return failures_in(records) > 0 ? Status::failed : Status::done;
}

/// Says what is not done yet. Returns whether replicas are missing: a fit needs all of them, and is
/// no shard's.
bool tell_missing(const io::StudyInput& study, const Records& records,
                  const StudyOptions& options) {
  const auto missing = ensemble::next_assignments(study.plan, records, nullptr);
  const auto fits =
      std::count_if(missing.begin(), missing.end(), [](const auto& each) { return each.task.fit; });
  const auto others = static_cast<std::ptrdiff_t>(missing.size()) - fits;
  if (others > 0) {
    tell(
        "{} tasks are not done yet, and more may follow from them: the results are those of "
        "what is\n",
        others);
  }
  if (fits > 0) {
    tell("the fit is not done yet: lacuna study {} --out {} (without --collect) goes on with it\n",
         options.study_file.string(), options.out.string());
  }
  return others > 0;
}

Status collect(const io::StudyInput& study, const StudyOptions& options) {
  if (options.merge.empty() && !std::filesystem::exists(options.out / "input.yaml"))
    throw InputError(fmt::format("{} holds no study to collect; name its directory with --out",
                                 options.out.string()));
  const StopOnSignal signals;  // a warning must not cut this short
  const io::StudyDirectory directory = opened(study, options);
  const Records records = recorded(directory, study.plan, options);
  if (ensemble::next_assignments(study.plan, records, nullptr).empty())
    directory.remove_unfinished();
  conclude(study, directory, records, options,
           [&] { return kept_cells_of(study, directory, options); });
  tell_failures(directory, records);
  return status_of(records, !tell_missing(study, records, options));
}

/// The tasks, in this process and wherever the executor has workers.
Status perform(const io::StudyInput& study, const StudyOptions& options,
               ensemble::Executor& executor) {
  const StopOnSignal signals;  // from beginning to end, as a scheduler's warning comes at any time
  const io::StudyDirectory directory = opened(study, options);
  Records records = recorded(directory, study.plan, options);
  bool complete = false;
  {
    StudyProgressLine progress(progress_style(options.quiet), study.plan, options.shard);
    io::StudyWork work(study, directory, options.shard);
    complete = ensemble::run_study(
        study.plan, records, executor, std::ref(work), options.shard,
        [&progress](const ensemble::StudyProgress& now) { progress(now); }, signals.token());
  }
  if (complete && !options.shard) {
    directory.remove_unfinished();
    complete = conclude(study, directory, records, options,
                        [&] { return cells_of(study, directory, options, signals.token()); });
  }
  tell_failures(directory, records);
  if (!complete && !options.quiet) {
    tell("interrupted: {} tasks are recorded; the same command goes on\n", records.size());
  }
  if (complete && options.shard && !options.quiet) {
    fmt::print("shard {}/{} is done; when all are: lacuna study {} --out {} --collect\n",
               options.shard->index, options.shard->count, options.study_file.string(),
               options.out.string());
  }
  return status_of(records, complete);
}

/// Another rank than the first, which makes the directory before it hands out any work.
Status assist(const io::StudyInput& study, const StudyOptions& options, RankCrew& ranks) {
  const StopOnSignal signals;
  std::once_flag first;
  std::optional<io::StudyDirectory> directory;
  std::optional<io::StudyWork> work;
  ranks.serve(
      [&](const ensemble::Assignment& assignment, const std::stop_token& stop) {
        std::call_once(first, [&] {
          directory.emplace(options.out, study, io::Sharing::rank);
          work.emplace(study, *directory);
        });
        return (*work)(assignment, stop);
      },
      signals.token());
  return Status::done;
}

/// Processes that mpirun started this one among; 1 if it did not.
int ranks_started_with() {
  const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
  return size == nullptr ? 1 : std::atoi(size);
}

/// What the ranks read must be the same on all of them: one that cannot see the folder would be
/// waited for in vain.
std::optional<io::StudyInput> read_on_all(RankCrew& ranks, const StudyOptions& options) {
  std::optional<io::StudyInput> study;
  std::string problem;
  try {
    study = io::read_study(options.study_file, options.settings, options.seed);
  } catch (const InputError& error) {
    problem = error.what();
  }
  const auto read = ranks.gather(study ? fingerprint(*study) : 0);
  if (std::all_of(read.begin(), read.end(),
                  [&](std::uint64_t each) { return each != 0 && each == read.front(); }))
    return study;
  // The first that failed says why, once.
  if (!study && (ranks.first() || read.front() != 0)) throw InputError(problem);
  if (ranks.first()) {
    throw InputError(fmt::format(
        "the ranks do not read the same {}: is its folder on a file system that all nodes see?",
        options.study_file.string()));
  }
  return {};
}

Status spread(const StudyOptions& options) {
  RankCrew ranks(options.threads);
  const auto study = read_on_all(ranks, options);
  if (!study) return Status::bad_input;
  if (!ranks.first()) return assist(*study, options, ranks);
  return with_way_on(same_command, [&] { return perform(*study, options, ranks.executor()); });
}

}  // namespace

Status study(const StudyOptions& options) {
  if (options.mpi) return spread(options);
  if (ranks_started_with() > 1) {
    throw InputError(fmt::format("started on {} MPI ranks, which would all do the same; add --mpi",
                                 ranks_started_with()));
  }
  const io::StudyInput study = io::read_study(options.study_file, options.settings, options.seed);
  if (options.shard) refuse_shards_of(study.plan);
  if (options.dry_run) {
    fmt::print("{}{}{}", study_outlook(study, options.shard, options.events, options.threads),
               cell_outlook(study.plan, options.cache, options.threads),
               prefactor_outlook(study.plan));
    if (std::filesystem::exists(options.out / "input.yaml")) {
      io::require_continuable(options.out, study, io::Sharing::alone);
      const Records records = io::look_at_records(options.out, study.plan).records;
      fmt::print("{} tasks are recorded in {} already\n", records.size() - failures_in(records),
                 options.out.string());
    }
    return Status::done;
  }
  return with_way_on(same_command, [&] {
    if (options.collect) return collect(study, options);
    ensemble::ThreadExecutor executor(options.threads);
    return perform(study, options, executor);
  });
}

}  // namespace lacuna::app
