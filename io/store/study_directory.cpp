#include "io/store/study_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <system_error>

#include "core/error.hpp"
#include "core/version.hpp"
#include "io/atomic_file.hpp"
#include "io/crc32.hpp"
#include "io/posix_file.hpp"
#include "io/store/journal.hpp"
#include "io/store/line_difference.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = std::size_t{1} << 40U;  // [B] whatever a run wrote is read
                                                             // back whole

bool present(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

/// Identity of a stored input.
std::uint64_t stored_fingerprint(const fs::path& file, const std::string& text) {
  try {
    return fingerprint(parse_study(text, file.string(), file.parent_path()));
  } catch (const Error&) {
    return 0;  // of another version, or changed by hand: the lines that differ say more
  }
}

/// Beside the results, which depend on it.
std::string this_program() {
  return fmt::format("lacuna {} (revision {})\n", build_info().version, build_info().revision);
}

/// Second line of `version`.
std::string seal_of(std::string_view input) {
  return fmt::format("input.yaml {:08x}\n", crc32(input));
}

/// A study goes on only with the program it began with.
void require_same_version(const fs::path& directory) {
  if (!present(directory / "input.yaml")) return;
  const fs::path file = directory / "version";
  std::string before =
      present(file) ? read_text(file, "version of the study", largest_file) : "an unknown lacuna\n";
  std::string now = this_program();
  before.resize(std::min(before.size(), before.find('\n')));
  now.pop_back();
  if (before == now) return;
  throw InputError(
      fmt::format("{} was begun by {}, this is {}; results of both would mix: use that program "
                  "again, or another "
                  "directory (--out)",
                  directory.string(), before, now));
}

/// A study goes on only with the input it began with; what cannot change a result may differ.
void require_same_input(const fs::path& directory, const StudyInput& input) {
  const fs::path file = directory / "input.yaml";
  if (!present(file)) {
    if (journal_files(directory).empty()) return;
    throw InputError(fmt::format(
        "{} has journals but no input.yaml, so there is no telling what they belong to; use "
        "another directory (--out)",
        directory.string()));
  }
  const std::string before = read_text(file, "input of the study", largest_file);
  if (before == input.canonical || stored_fingerprint(file, before) == fingerprint(input)) return;
  throw InputError(
      fmt::format("{} was begun with a different input, so its results cannot be continued; use "
                  "the same one, or "
                  "another directory (--out). what differs (-: there, +: now):\n{}",
                  directory.string(), line_difference(before, input.canonical)));
}

void require_same_study(const fs::path& directory, const StudyInput& input, Sharing sharing) {
  if (sharing != Sharing::rank) require_same_version(directory);
  require_same_input(directory, input);
}

/// A replica's directory, or what a pilot remembers, that of a reference with `.reference` after
/// it; and what a kill in the middle of writing that has left.
bool is_unfinished(fs::path name) {
  for (const char* more : {".new", ".reference"}) {
    if (name.extension() == more) name.replace_extension();
  }
  return name.extension() == ".part";
}

int locked(const fs::path& directory, Sharing sharing) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_system_failure("open", directory);
  if (sharing == Sharing::rank) return descriptor;
  const int kind = sharing == Sharing::shard ? LOCK_SH : LOCK_EX;
  if (::flock(descriptor, kind | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return descriptor;  // some file systems have none
  ::close(descriptor);
  throw InputError(fmt::format(
      "another lacuna study is at work in {}; wait for it, or name another place with --out",
      directory.string()));
}

/// Shards start at the same moment: one after the other finds the input, or writes it.
void settle_input(const fs::path& directory, const StudyInput& input, Sharing sharing) {
  const int turn = ::open((directory / "runs").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (turn < 0) throw_system_failure("open", directory / "runs");
  try {
    ::flock(turn, LOCK_EX);
    require_same_study(directory, input, sharing);
    const fs::path base = directory / "base.yaml";
    if (input.base_file.empty() && !present(base)) replace_file(base, input.base);
    const fs::path file = directory / "input.yaml";
    if (!present(file)) {
      replace_file(directory / "version", this_program() + seal_of(input.canonical));
      replace_file(file, input.canonical);
    }
  } catch (...) {
    ::close(turn);
    throw;
  }
  ::close(turn);
}

/// Is what a journal says was done a task of this study?
bool is_planned(const ensemble::Plan& plan, const ensemble::Task& task) {
  if (task.fit && !plan.fit) return false;
  return task.branch < (task.fit ? plan.fit->branches : plan.branches).size();
}

}  // namespace

void require_own_input(const fs::path& directory) {
  const fs::path file = directory / "version", input = directory / "input.yaml";
  if (!present(file)) return;
  const std::string version = read_text(file, "version of the study", largest_file);
  const std::size_t seal = std::min(version.find('\n'), version.size() - 1) + 1;
  if (version.substr(seal) == seal_of(read_text(input, "input of the study", largest_file))) return;
  throw InputError(
      fmt::format("{} is damaged or was changed since the study began: its checksum is not that in "
                  "{}; put it back: "
                  "lacuna study with the same input and --out says what differs",
                  input.string(), file.string()));
}

StudyDirectory::StudyDirectory(fs::path path, const StudyInput& input, Sharing sharing)
    : path_(std::move(path)) {
  std::error_code problem;
  if (present(path_) && !fs::is_directory(path_, problem))
    throw InputError(
        fmt::format("{} is not a directory; name another place with --out", path_.string()));
  require_same_study(path_, input, sharing);
  fs::create_directories(path_ / "runs", problem);
  if (problem) {
    throw InputError(fmt::format("cannot make the directory {}: {}; name another place with --out",
                                 (path_ / "runs").string(), problem.message()));
  }
  lock_ = locked(path_, sharing);
  try {
    settle_input(path_, input, sharing);
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

StudyDirectory::~StudyDirectory() { ::close(lock_); }

void StudyDirectory::remove_unfinished() const {
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(file("runs"))) {
    if (is_unfinished(entry.path().filename())) unfinished.push_back(entry.path());
  }
  for (const fs::path& path : unfinished) fs::remove_all(path);
}

std::uint32_t run_checksum(const fs::path& run) {
  std::vector<fs::path> files;
  if (!present(run)) throw InputError("it is missing");
  for (const auto& entry : fs::directory_iterator(run)) {
    if (entry.path().filename() != "timing.json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::uint32_t sum = 0;
  for (const fs::path& file : files) {
    sum = crc32(file.filename().string(), sum);
    sum = crc32_of_file(file, sum);
  }
  return sum;
}

Recorded read_records(const StudyDirectory& directory, const ensemble::Plan& plan) {
  Recorded recorded = look_at_records(directory.path(), plan);
  if (!recorded.damaged.empty()) strike_out_damage(directory.path());
  return recorded;
}

Recorded look_at_records(const fs::path& directory, const ensemble::Plan& plan) {
  Recorded recorded;
  const auto run_of = [&](const std::string& id) { return directory / "runs" / id; };
  JournalContents contents = read_journals(directory);
  for (const std::string& line : contents.damaged) recorded.damaged.push_back(line + " is damaged");
  std::map<std::string, std::string> unsound;
  for (JournalEntry& entry : contents.entries) {
    if (!is_planned(plan, entry.record.task)) {
      recorded.damaged.push_back(directory.string() +
                                 ": a journal holds a run that is none of this study's");
      continue;
    }
    const std::string id = id_of(plan, entry.record.task);
    if (std::holds_alternative<ensemble::Outcome>(entry.record.found)) {
      try {
        if (run_checksum(run_of(id)) != entry.files)
          throw InputError("changed since it was recorded");
      } catch (const InputError& problem) {
        unsound[id] = fmt::format("{}: {}", run_of(id).string(), problem.what());
        continue;
      }
    }
    // Done by one process after it failed in another: what worked counts.
    const bool failed = std::holds_alternative<ensemble::Failure>(entry.record.found);
    if (failed)
      recorded.records.try_emplace(id, std::move(entry.record));
    else
      recorded.records.insert_or_assign(id, std::move(entry.record));
  }
  for (const auto& [id, problem] : unsound) {
    const auto record = recorded.records.find(id);
    const bool sound = record != recorded.records.end() &&
                       std::holds_alternative<ensemble::Outcome>(record->second.found);
    if (!sound) recorded.damaged.push_back(problem);
  }
  return recorded;
}

}  // namespace lacuna::io
