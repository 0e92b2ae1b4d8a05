#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>

#include "app/commands.hpp"
#include "app/cost_report.hpp"
#include "app/outlook.hpp"
#include "app/study_outlook.hpp"
#include "app/trial.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/results/case_report.hpp"

namespace lacuna::app {

namespace {

Status check_case(const CheckOptions& options) {
  const io::RunInput input = io::read_case(options.file, options.settings);
  fmt::print("{}", io::case_report(input));
  std::fflush(stdout);  // what follows takes a moment, or all the memory
  constexpr double trial_seconds = 0.25;
  const Trial trial = try_case(input, trial_seconds);
  fmt::print("{}", cost_report(input, trial));
  const double highest = highest_density(input.values);
  for (const std::string& warning : io::case_warnings(input, highest))
    fmt::print("warning: {}\n", warning);
  return Status::done;
}

Status check_study(const CheckOptions& options) {
  const io::StudyInput study = io::read_study(options.file, options.settings);
  fmt::print("{}", study_outlook(
                       study, static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))));
  return Status::done;
}

}  // namespace

Status check(const CheckOptions& options) {
  return io::is_study(options.file) ? check_study(options) : check_case(options);
}

}  // namespace lacuna::app
