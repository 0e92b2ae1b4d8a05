#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "io/run_input.hpp"

namespace lacuna::app {

Status schema(const SchemaOptions& options) {
  fmt::print("{}", options.format == SchemaFormat::json ? io::case_schema() : io::input_page());
  return Status::done;
}

}  // namespace lacuna::app
