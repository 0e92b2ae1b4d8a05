#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"

namespace lacuna::app {

Status schema(const SchemaOptions& options) {
  const bool json = options.format == SchemaFormat::json;
  if (options.kind == FileKind::case_file) {
    fmt::print("{}", json ? io::case_schema() : io::input_page());
  } else {
    fmt::print("{}", json ? io::study_schema() : io::study_page());
  }
  return Status::done;
}

}  // namespace lacuna::app
