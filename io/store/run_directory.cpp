#include "io/store/run_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "core/lock.hpp"
#include "core/replace_file.hpp"
#include "io/input/file_kind.hpp"
#include "io/store/result_directory.hpp"
#include "io/store/sealed_summary.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* summary_name = "summary.json";
/// What the summary of a finished run has the checksums of, and all else that a run leaves.
constexpr std::array<std::string_view, 10> sealed_names{
    input_name,     "ramp.json",  "patch.csv",  "series.csv", "layers.csv",
    "clusters.csv", "cycles.csv", "trials.csv", "log.lacuna", "trajectory.lacuna"};
constexpr std::array<std::string_view, 3> other_names{summary_name, "checkpoint", "timing.json"};

std::optional<std::string_view> first_result(const fs::path& directory) {
  for (const auto names : {std::span<const std::string_view>(sealed_names),
                           std::span<const std::string_view>(other_names)})
    for (const std::string_view name : names)
      if (is_present(directory / name)) return name;
  return std::nullopt;
}

std::string input_of_run(const fs::path& file) { return stored_input(file, "input of the run"); }

RunInput parsed_case(const std::string& text, const std::string& name, const fs::path& folder) {
  return parse_case(text, name, folder);
}

[[noreturn]] void refuse_results(const fs::path& directory, std::string_view found) {
  throw InputError(fmt::format(
      "{} already has results ({}); --resume continues or confirms them, --out puts the new "
      "ones elsewhere",
      directory.string(), found));
}

[[noreturn]] void refuse_orphan(const fs::path& directory, std::string_view found) {
  throw InputError(fmt::format(
      "{} has {} but no {}, so there is no telling what it belongs to; use another directory "
      "(--out)",
      directory.string(), found, input_name));
}

void check_contents(const fs::path& directory, const RunInput& input, Opening opening) {
  require_directory_or_nothing(directory);
  if (is_study(directory / input_name)) {
    throw InputError(
        fmt::format("{} is the directory of a study; name another one for the run with --out",
                    directory.string()));
  }
  const auto found = first_result(directory);
  if (!found) return;
  if (opening == Opening::fresh) refuse_results(directory, *found);
  if (!is_present(directory / input_name)) refuse_orphan(directory, *found);
  require_same_input(directory, input, "input of the run", parsed_case);
}

Descriptor locked_run(const fs::path& directory) {
  Descriptor folder = Descriptor::folder(directory);
  const bool ours = try_lock(folder) != Lock::anothers;
  // Between the two calls whoever held it may have moved or removed it.
  if (ours && folder.is_in_place()) return folder;
  throw Occupied(
      fmt::format("another run is at work in {}; wait for it, or name another place with --out",
                  directory.string()));
}

}  // namespace

bool is_result_of_run(std::string_view name) {
  return name == summary_name ||
         std::find(sealed_names.begin(), sealed_names.end(), name) != sealed_names.end();
}

RunDirectory::RunDirectory(fs::path path, const RunInput& input, Opening opening)
    : path_(std::move(path)), identity_(fingerprint(input)) {
  check_contents(path_, input, opening);
  made_directory_ = make_directory(path_);
  lock_ = locked_run(path_);
  // Once more: another run may have been at work until the lock was free.
  check_contents(path_, input, opening);
  if (is_present(file(summary_name))) {
    standing_ = Standing::finished;
    remove_checkpoint();  // killed between the two last steps of `finish`
  } else {
    require_writable(path_);
    settle_input(input);
  }
}

void RunDirectory::require_same_files() const { require_identity(path_, identity_); }

void RunDirectory::settle_input(const RunInput& input) {
  const fs::path stored = file(input_name);
  made_copies_ = !is_present(file(copies_name));
  input.files.copy_to(path_);
  made_input_ = !is_present(stored);
  if (made_input_ || input_of_run(stored) != input.canonical) replace_file(stored, input.canonical);
}

void RunDirectory::withdraw() {
  if (!made_input_ || is_present(file("series.csv")) || is_present(file("ramp.json"))) return;
  std::error_code ignored;
  fs::remove(file(input_name), ignored);
  fs::remove(file("patch.csv"), ignored);
  if (made_copies_) fs::remove_all(file(copies_name), ignored);
  if (made_directory_) fs::remove(path_, ignored);  // refuses if anything else is in it
}

void RunDirectory::finish(const std::string& summary) {
  replace_file(file(summary_name), sealed_summary(summary, path_, sealed_names, identity_));
  remove_checkpoint();
}

void RunDirectory::remove_checkpoint() {
  // The latter if killed while one was written.
  for (const char* name : {"checkpoint", "checkpoint.new"}) {
    if (!is_present(file(name))) continue;  // on a disk that is read-only removing it would fail
    std::error_code problem;
    fs::remove(file(name), problem);
    if (!problem) continue;
    throw RuntimeFailure(
        fmt::format("cannot remove {}: {}; the results are complete, remove it by hand",
                    file(name).string(), problem.message()));
  }
}

}  // namespace lacuna::io
