#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "app/commands.hpp"
#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/shell_word.hpp"
#include "io/text_file.hpp"

namespace lacuna::app {

namespace {

constexpr const char* starting_base = "case.yaml";  // of io::starting_study()

/// The command that makes the case on which a new study is based, where there is none yet.
std::string way_to_base(const std::filesystem::path& study) {
  const std::filesystem::path base = study.parent_path() / starting_base;
  std::error_code ignored;
  if (std::filesystem::exists(base, ignored)) return {};
  return fmt::format("lacuna init case --out {}; then ", io::shell_word(base.string()));
}

}  // namespace

Status init(const InitOptions& options) {
  const std::string text =
      options.kind == FileKind::case_file ? io::starting_case() : io::starting_study();
  if (!options.out) {
    fmt::print("{}", text);
    return Status::done;
  }
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(*options.out, ignored))) {
    throw InputError(
        fmt::format("{} exists and is not overwritten; name another file with --out, or remove it",
                    options.out->string()));
  }
  io::require_folder_of(*options.out);
  replace_file(*options.out, text);
  fmt::print("{} is written; next: {}lacuna check {}\n", options.out->string(),
             options.kind == FileKind::study_file ? way_to_base(*options.out) : "",
             io::shell_word(options.out->string()));
  return Status::done;
}

}  // namespace lacuna::app
