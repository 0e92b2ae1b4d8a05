#include "io/store/study_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <system_error>
#include <utility>

#include "core/crc32.hpp"
#include "core/error.hpp"
#include "core/lock.hpp"
#include "core/replace_file.hpp"
#include "core/version.hpp"
#include "ensemble/rounds.hpp"
#include "io/store/journal.hpp"
#include "io/store/kept_cells.hpp"
#include "io/store/key_difference.hpp"
#include "io/store/result_directory.hpp"
#include "io/store/run_directory.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* base_name = "base.yaml";

/// Of the tables and pages that are written once there is an input.
constexpr std::array<std::string_view, 26> study_result_names{
    "arrhenius.csv",     "cells.csv",
    "differences.csv",   "fit_evaluations.csv",
    "fit_onsets.csv",    "fits.csv",
    "hypotheses.csv",    "onsets.csv",
    "prefactor.csv",     "rate.csv",
    "size_currents.csv", "sizes.csv",
    "slopes.csv",        "surface_hop_check.csv",
    "cell_currents.csv", "cell_discrimination.csv",
    "cell_energies.csv", "cell_fit_evaluations.csv",
    "cell_fits.csv",     "cell_journey.csv",
    "cell_series.csv",   "cell_sizes.csv",
    kept_cells_name,     "results.h5",
    "cell.h5",           "report.html"};

std::string input_of_study(const fs::path& file) {
  return stored_input(file, "input of the study");
}

std::string stored_version(const fs::path& file) {
  return stored_text(file, "version of the study");
}

/// First line of `version`, beside the results, which depend on it; without its end.
std::string this_program() {
  return fmt::format("lacuna {} (revision {})", build_info().version, build_info().revision);
}

constexpr std::size_t identity_digits = 16;

/// Of the input with what the files that it names held.
std::string identity_of(const StudyInput& input) {
  return fmt::format("{:0{}x}", fingerprint(input), identity_digits);
}

/// Second line of `version`: a checksum of the identity and the input, and the identity.
std::string seal_of(std::string_view input, const std::string& identity) {
  return fmt::format("{} {:08x} {}\n", input_name, crc32(identity + std::string(input)), identity);
}

/// At the end of a version.
std::string stated_identity(const std::string& version) {
  const std::size_t length = std::min(version.size(), identity_digits + 1);
  return version.substr(version.size() - length, identity_digits);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// An input without `version` beside it may be a run's or the user's.
void require_version(const fs::path& directory) {
  if (is_present(directory / version_name)) return;
  throw InputError(fmt::format(
      "{} has an {} but no {} beside it, so it is not the directory of a study, or that file of it "
      "is lost; put it back, or use another directory (--out)",
      directory.string(), input_name, version_name));
}

/// Refused where it names no program.
std::string sound_version(const fs::path& directory) {
  std::string text = stored_version(directory / version_name);
  if (text.starts_with("lacuna ")) return text;
  throw InputError(fmt::format(
      "{} is damaged: its first line does not name the program, as in '{}'; put it back, "
      "or start in another directory (--out)",
      (directory / version_name).string(), this_program()));
}

/// A study goes on only with the program it began with.
void require_same_version(const fs::path& directory) {
  if (!is_present(directory / input_name)) return;
  require_version(directory);
  const std::string before = first_line(sound_version(directory));
  const std::string now = this_program();
  if (before == now) return;
  throw InputError(
      fmt::format("{} was begun by {}, this is {}; results of both would mix: use that program "
                  "again, or another directory (--out)",
                  directory.string(), before, now));
}

/// What a directory without an input holds that a study would write over; empty: nothing. A study
/// that was killed before its input was there left no more than its base, its version, copies of
/// files and an empty folder.
std::string would_be_overwritten(const fs::path& directory, const StudyInput& input) {
  const fs::path base = directory / base_name, version = directory / version_name;
  if (is_present(base) && stored_text(base, "base case") != input.base) return base_name;
  if (is_present(version) && !stored_version(version).starts_with("lacuna ")) return version_name;
  std::error_code ignored;
  const fs::path runs = directory / runs_name;
  if (is_present(runs) && !fs::is_empty(runs, ignored)) return runs_name;
  const auto* const found =
      std::find_if(study_result_names.begin(), study_result_names.end(),
                   [&](std::string_view name) { return is_present(directory / name); });
  if (found != study_result_names.end()) return std::string(*found);
  return journal_files(directory).empty() ? "" : "journals";
}

void require_nothing_to_overwrite(const fs::path& directory, const StudyInput& input) {
  const std::string found = would_be_overwritten(directory, input);
  // A shard that starts at the same moment writes the input before anything of this.
  if (found.empty() || is_present(directory / input_name)) return;
  throw InputError(
      fmt::format("{} has {} but no {}, so there is no telling what it belongs to, and a study "
                  "would write over it; use another directory (--out)",
                  directory.string(), found, input_name));
}

/// Where the branches of a list have that slug; none has: its length.
std::size_t index_of(const std::vector<ensemble::Branch>& branches, const std::string& slug) {
  const auto is_it = [&](const ensemble::Branch& branch) { return branch.slug == slug; };
  return static_cast<std::size_t>(std::find_if(branches.begin(), branches.end(), is_it) -
                                  branches.begin());
}

/// The task of an entry with the index that its branch has in the plan; empty where the plan has no
/// such branch.
std::optional<ensemble::Task> task_in(const ensemble::Plan& plan, const JournalEntry& entry) {
  ensemble::Task task = entry.record.task;
  if (task.fit && !plan.fit) return {};
  const auto& branches = task.fit ? plan.fit->branches : plan.branches;
  task.branch = index_of(branches, entry.slug);
  if (task.branch == branches.size()) return {};
  return task;
}

/// Would the plan's task find what is recorded?
bool finds(const ensemble::Plan& plan, const ensemble::Task& task, const JournalEntry& entry) {
  if (branch_of(plan, task).physics != entry.physics) return false;
  return task.kind != ensemble::TaskKind::replica || entry.record.seed == seed_of(plan, task);
}

/// Would a task of the plan find something else than what is recorded of it?
bool contradicts(const ensemble::Plan& plan, const JournalEntry& entry) {
  if (std::holds_alternative<ensemble::Failure>(entry.record.found)) return false;
  const auto task = task_in(plan, entry);
  return task && !finds(plan, *task, entry);
}

/// A study grows around what is recorded, and changes none of it.
void require_same_physics(const fs::path& directory, const StudyInput& input) {
  for (const JournalEntry& entry : read_journals(directory).entries) {
    if (!contradicts(input.plan, entry)) continue;
    throw InputError(fmt::format(
        "{} holds runs of {} that this input would make differently, so they cannot be mixed; "
        "hypotheses, temperatures and replicas may be added, but the physics and the seed of what "
        "has been run stay: use another directory (--out), or put back what differs:\n{}",
        directory.string(), entry.slug,
        key_difference(input_of_study(directory / input_name), input.canonical)));
  }
}

bool is_same_study(const fs::path& directory, const StudyInput& input) {
  const fs::path file = directory / version_name;
  return is_present(file) && stated_identity(stored_version(file)) == identity_of(input);
}

/// A replica's directory, or what a pilot remembers, that of a reference with `.reference` after
/// it; and what a kill in the middle of writing that has left.
bool is_unfinished(fs::path name) {
  for (const char* more : {".new", ".reference"}) {
    if (name.extension() == more) name.replace_extension();
  }
  return name.extension() == ".part";
}

void lock_study(const Descriptor& folder, Hold hold) {
  if (try_lock(folder, hold) != Lock::anothers) return;
  throw InputError(fmt::format(
      "another lacuna study is at work in {}; wait for it, or name another place with --out",
      folder.path().string()));
}

void write_base(const fs::path& directory, const StudyInput& input) {
  const fs::path base = directory / base_name;
  if (!is_present(base) || stored_text(base, "base case") != input.base)
    replace_file(base, input.base);
}

/// Anew where it says something else that no run depends on, as of the cell, or is damaged.
void write_input(const fs::path& directory, const StudyInput& input) {
  const fs::path file = directory / input_name, version_file = directory / version_name;
  const std::string version = this_program() + '\n' + seal_of(input.canonical, identity_of(input));
  if (is_present(file) && input_of_study(file) == input.canonical && is_present(version_file) &&
      stored_version(version_file) == version)
    return;
  replace_file(version_file, version);
  replace_file(file, input.canonical);
}

bool is_outcome(const ensemble::Record& record) {
  return std::holds_alternative<ensemble::Outcome>(record.found);
}

/// Takes what the journals say, one after the other, and keeps what can be used.
class Reading {
 public:
  Reading(const fs::path& directory, const ensemble::Plan& plan)
      : directory_(directory), plan_(plan) {}

  void tell(std::string problem) { recorded_.damaged.push_back(std::move(problem)); }

  void take(JournalEntry entry) {
    const auto task = task_in(plan_, entry);
    const bool asked = task && finds(plan_, *task, entry) && may_be_asked(plan_, *task);
    if (!asked) return;  // of what the study was before
    entry.record.task = *task;
    const std::string id = id_of(plan_, *task);
    std::string problem = problem_of_files(id, entry);
    if (problem.empty())
      keep(id, std::move(entry.record));
    else
      unsound_[id] = std::move(problem);
  }

  /// Of files that are not sound only those that no other record speaks of are told.
  Recorded finished() && {
    for (auto& [id, problem] : unsound_) {
      const auto record = recorded_.records.find(id);
      const bool done = record != recorded_.records.end() && is_outcome(record->second);
      if (!done) tell(std::move(problem));
    }
    leave_out_other_evaluations(plan_, recorded_.records);
    return std::move(recorded_);
  }

 private:
  /// Why a replica's files cannot be used; empty where they can, or there are none.
  [[nodiscard]] std::string problem_of_files(const std::string& id,
                                             const JournalEntry& entry) const {
    const fs::path run = directory_ / runs_name / id;
    if (!is_outcome(entry.record)) return {};
    if (!is_present(run)) return run.string() + ": it is missing";
    if (run_checksum(run) != entry.files) return run.string() + ": changed since it was recorded";
    return {};
  }

  /// Done by one process after it failed in another: what worked counts.
  void keep(const std::string& id, ensemble::Record record) {
    const bool failed = std::holds_alternative<ensemble::Failure>(record.found);
    if (failed)
      recorded_.records.try_emplace(id, std::move(record));
    else
      recorded_.records.insert_or_assign(id, std::move(record));
  }

  const fs::path& directory_;
  const ensemble::Plan& plan_;
  Recorded recorded_;
  std::map<std::string, std::string> unsound_;  ///< by id, the last problem of its files
};

}  // namespace

void require_own_input(const fs::path& directory) {
  const fs::path file = directory / version_name;
  const fs::path input = directory / input_name;
  require_version(directory);
  const std::string version = sound_version(directory);
  const std::size_t seal = std::min(version.find('\n'), version.size() - 1) + 1;
  if (version.substr(seal) == seal_of(input_of_study(input), stated_identity(version))) return;
  throw InputError(
      fmt::format("{} is damaged or was changed since the study began: its checksum is not that in "
                  "{}; lacuna study with the same input and --out puts it back",
                  input.string(), file.string()));
}

std::span<const std::string_view> results_of_study() { return study_result_names; }

void require_continuable(const fs::path& directory, const StudyInput& input, Sharing sharing) {
  if (sharing != Sharing::rank) require_same_version(directory);
  if (is_present(directory / input_name))
    require_same_physics(directory, input);
  else
    require_nothing_to_overwrite(directory, input);
}

StudyDirectory::StudyDirectory(fs::path path, const StudyInput& input, Sharing sharing)
    : path_(std::move(path)) {
  require_directory_or_nothing(path_);
  require_continuable(path_, input, sharing);
  make_directory(path_ / runs_name);
  require_writable(path_);
  lock_ = Descriptor::folder(path_);
  if (sharing == Sharing::rank) return;
  // Shards start at the same moment: one after the other finds the input, or writes it.
  const Descriptor turn = Descriptor::folder(path_ / runs_name);
  wait_for_lock(turn);
  require_continuable(path_, input, sharing);
  const Hold hold = sharing == Sharing::shard ? Hold::together : Hold::alone;
  if (is_present(path_ / input_name) && !is_same_study(path_, input)) {
    lock_study(lock_, Hold::alone);
    grow(input);
  }
  lock_study(lock_, hold);
  input.files.copy_to(path_);
  write_base(path_, input);
  write_input(path_, input);
}

/// What unfinished tasks have left may be of what the study was before.
void StudyDirectory::grow(const StudyInput& input) {
  growth_ = key_difference(input_of_study(file(input_name)), input.canonical);
  remove_unfinished();
}

void StudyDirectory::remove_unfinished() const {
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(file(runs_name))) {
    if (is_unfinished(entry.path().filename())) unfinished.push_back(entry.path());
  }
  for (const fs::path& path : unfinished) fs::remove_all(path);
}

std::uint32_t run_checksum(const fs::path& run) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(run)) {
    if (is_result_of_run(entry.path().filename().string())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::uint32_t sum = 0;
  for (const fs::path& file : files)
    sum = crc32_of_file(file, crc32(file.filename().string(), sum));
  return sum;
}

Recorded read_records(const StudyDirectory& directory, const ensemble::Plan& plan) {
  Recorded recorded = look_at_records(directory.path(), plan);
  if (!recorded.damaged.empty()) strike_out_damage(directory.path());
  return recorded;
}

Recorded look_at_records(const fs::path& directory, const ensemble::Plan& plan) {
  Reading reading(directory, plan);
  JournalContents contents = read_journals(directory);
  for (const std::string& line : contents.damaged) reading.tell(line + " is damaged");
  for (JournalEntry& entry : contents.entries) reading.take(std::move(entry));
  return std::move(reading).finished();
}

}  // namespace lacuna::io
