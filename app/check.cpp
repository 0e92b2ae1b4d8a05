#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "app/case_report.hpp"
#include "app/commands.hpp"
#include "app/trial.hpp"
#include "io/run_input.hpp"

namespace lacuna::app {

Status check(const CheckOptions& options) {
  const io::RunInput input = io::read_case(options.case_file, options.settings);
  fmt::print("{}", case_report(input));
  std::fflush(stdout);  // what follows takes a moment, or all the memory
  constexpr double trial_seconds = 0.25;
  const Trial trial = try_case(input, trial_seconds);
  fmt::print("{}", cost_report(input, trial));
  for (const std::string& warning : case_warnings(input)) fmt::print("warning: {}\n", warning);
  return Status::done;
}

}  // namespace lacuna::app
