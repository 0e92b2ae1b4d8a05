#include "io/store/run_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

#include "io/atomic_file.hpp"
#include "io/posix_file.hpp"
#include "io/store/line_difference.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* input_name = "input.yaml";
constexpr const char* summary_name = "summary.json";
constexpr std::array<std::string_view, 10> result_names{
    input_name,   "ramp.json",  "series.csv",        "layers.csv", "clusters.csv",
    "trials.csv", summary_name, "trajectory.lacuna", "checkpoint", "timing.json"};

constexpr std::array<std::string_view, 7> sealed_names{
    input_name,     "ramp.json",  "series.csv",       "layers.csv",
    "clusters.csv", "trials.csv", "trajectory.lacuna"};

bool present(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

std::optional<std::string_view> first_result(const fs::path& directory) {
  const auto* found =
      std::find_if(result_names.begin(), result_names.end(),
                   [&directory](std::string_view name) { return present(directory / name); });
  return found == result_names.end() ? std::nullopt : std::optional(*found);
}

std::string stored_input(const fs::path& file) {
  constexpr std::size_t largest = std::size_t{16} << 20;  // [B], far more than any input has
  return read_text(file, "input of the run", largest);
}

/// Identity of a stored input.
std::uint64_t stored_fingerprint(const fs::path& file, const std::string& text) {
  try {
    return fingerprint(parse_case(text, file.string(), file.parent_path()));
  } catch (const Error&) {
    return 0;  // of another version, or changed by hand: the lines that differ say more
  }
}

/// A run goes on only with the input it began with; what cannot change a result may differ.
void require_same_input(const fs::path& directory, const RunInput& input) {
  const fs::path file = directory / input_name;
  const std::string before = stored_input(file);
  if (before == input.canonical || stored_fingerprint(file, before) == fingerprint(input)) return;
  throw InputError(
      fmt::format("{} was begun with a different input, so its results cannot be continued; use "
                  "the same one, or "
                  "another directory (--out). what differs (-: there, +: now):\n{}",
                  directory.string(), line_difference(before, input.canonical)));
}

void check_contents(const fs::path& directory, const RunInput& input, Opening opening) {
  std::error_code ignored;
  if (present(directory) && !fs::is_directory(directory, ignored)) {
    throw InputError(
        fmt::format("{} is not a directory; name another place with --out", directory.string()));
  }
  const auto found = first_result(directory);
  if (!found) return;
  if (opening == Opening::fresh) {
    throw InputError(fmt::format(
        "{} already has results ({}); --resume continues or confirms them, --out puts the new "
        "ones elsewhere",
        directory.string(), *found));
  }
  if (!present(directory / input_name)) {
    throw InputError(
        fmt::format("{} has {} but no {}, so there is no telling what it belongs to; use another "
                    "directory (--out)",
                    directory.string(), *found, input_name));
  }
  require_same_input(directory, input);
}

}  // namespace

RunDirectory::RunDirectory(fs::path path, const RunInput& input, Opening opening)
    : path_(std::move(path)) {
  check_contents(path_, input, opening);
  std::error_code problem;
  made_directory_ = fs::create_directories(path_, problem);
  if (problem) {
    throw InputError(fmt::format("cannot make the directory {}: {}; name another place with --out",
                                 path_.string(), problem.message()));
  }
  lock();
  try {
    // Once more: another run may have been at work until the lock was free.
    check_contents(path_, input, opening);
    if (present(file(summary_name))) {
      standing_ = Standing::finished;
      remove_checkpoint();  // killed between the two last steps of `finish`
    } else if (!present(file(input_name))) {
      replace_file(file(input_name), input.canonical);
      made_input_ = true;
    } else if (stored_input(file(input_name)) != input.canonical) {
      replace_file(file(input_name), input.canonical);
    }
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

RunDirectory::~RunDirectory() { ::close(lock_); }

void RunDirectory::lock() {
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0) throw_system_failure("open", path_);
  const bool ours = ::flock(lock_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;  // some file
                                                                                     // systems have
                                                                                     // no locks
  // Between the two calls whoever held it may have moved or removed it.
  if (ours && leads_to(path_, lock_)) return;
  ::close(lock_);
  throw Occupied(
      fmt::format("another run is at work in {}; wait for it, or name another place with --out",
                  path_.string()));
}

void RunDirectory::withdraw() {
  if (!made_input_ || present(file("series.csv")) || present(file("ramp.json"))) return;
  std::error_code ignored;
  fs::remove(file(input_name), ignored);
  if (made_directory_) fs::remove(path_, ignored);  // refuses if anything else is in it
}

void RunDirectory::finish(const std::string& summary) {
  replace_file(file(summary_name), sealed_summary(summary, path_, sealed_names));
  remove_checkpoint();
}

void RunDirectory::remove_checkpoint() {
  for (const char* name : {"checkpoint", "checkpoint.new"}) {  // the latter if killed while one was
                                                               // written
    std::error_code problem;
    fs::remove(file(name), problem);
    if (!problem) continue;
    throw RuntimeFailure(
        fmt::format("cannot remove {}: {}; the results are complete, remove it by hand",
                    file(name).string(), problem.message()));
  }
}

}  // namespace lacuna::io
