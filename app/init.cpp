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

namespace lacuna::app {

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
  replace_file(*options.out, text);
  fmt::print("{} is written; next: lacuna check {}\n", options.out->string(),
             options.out->string());
  return Status::done;
}

}  // namespace lacuna::app
