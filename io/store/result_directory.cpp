#include "io/store/result_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "io/input/file_kind.hpp"
#include "io/store/key_difference.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

namespace fs = std::filesystem;

bool is_present(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

void require_directory_or_nothing(const fs::path& path) {
  std::error_code ignored;
  if (!is_present(path) || fs::is_directory(path, ignored)) return;
  throw InputError(
      fmt::format("{} is not a directory; name another place with --out", path.string()));
}

bool make_directory(const fs::path& path) {
  std::error_code problem;
  const bool made = fs::create_directories(path, problem);
  if (!problem) return made;
  throw InputError(fmt::format("cannot make the directory {}: {}; name another place with --out",
                               path.string(), problem.message()));
}

void require_writable(const fs::path& path) {
  if (::access(path.c_str(), W_OK | X_OK) == 0) return;
  const std::error_code problem(errno, std::generic_category());
  throw InputError(
      fmt::format("cannot write in the directory {}: {}; name another place with --out",
                  path.string(), problem.message()));
}

std::string stored_text(const fs::path& file, std::string_view what) {
  constexpr std::size_t largest = std::size_t{16} << 20U;  // [B], far more than any input has
  return read_text(file, what, largest);
}

std::string stored_input(const fs::path& file, std::string_view what) {
  std::string text = stored_text(file, what);
  if (!text.empty()) return text;
  throw InputError(
      fmt::format("{} is damaged: it is empty; put it back, or start in another directory (--out)",
                  file.string()));
}

bool holds_results_of_study(const fs::path& directory) {
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored))
    throw InputError(fmt::format("{} {}; check the path", directory.string(),
                                 is_present(directory) ? "is no directory" : "does not exist"));
  if (!is_present(directory / input_name))
    throw InputError(
        fmt::format("{} holds neither a run nor a study: it has no {}; name a directory that "
                    "lacuna run or lacuna study has written",
                    directory.string(), input_name));
  // Whatever has become of its input, a study's directory is none of a run.
  if (is_present(directory / version_name) && is_present(directory / runs_name)) return true;
  return holds_study(stored_input(directory / input_name, "input"));
}

void refuse_other_input(const fs::path& directory, const std::string& before,
                        const std::string& now) {
  throw InputError(fmt::format(
      "{} was begun with a different input, so its results cannot be continued; use the same one, "
      "or another directory (--out). what differs:\n{}",
      directory.string(), key_difference(before, now)));
}

}  // namespace lacuna::io
