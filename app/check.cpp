#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>

#include "app/cell_outlook.hpp"
#include "app/commands.hpp"
#include "app/cost_report.hpp"
#include "app/forecast_words.hpp"
#include "app/status_line.hpp"
#include "app/study_outlook.hpp"
#include "ensemble/run_forecast.hpp"
#include "ensemble/setting.hpp"
#include "interface/outlook.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_base.hpp"
#include "io/input/study_input.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/results/case_report.hpp"
#include "io/text_file.hpp"

namespace lacuna::app {

namespace {

ensemble::PointForecast tried(const io::RunInput& input, std::uint64_t budget) {
  StatusLine line(terminal_style());
  line.show(ensemble::ramp_needs(input.values).pilot
                ? "trying pilots and a run on their ramp, to tell what they take"
                : "trying the run, to tell what it takes");
  return ensemble::forecast_point(input.values, input.seed, budget);
}

Status check_case(const std::string& text, const CheckOptions& options) {
  const io::RunInput input =
      io::parse_case(text, options.file.string(), options.file.parent_path(), options.settings);
  fmt::print("{}", io::case_report(input));
  std::fflush(stdout);  // what follows takes a moment, or all the memory
  fmt::print("{}{}", cost_report(input, tried(input, options.events.value_or(case_budget))),
             io::case_prefactor(input));
  const double highest = interface::highest_density(input.values);
  for (const std::string& warning : io::case_warnings(input, highest))
    fmt::print("warning: {}\n", warning);
  return Status::done;
}

/// A base that is a file of its own is a case that has a temperature; one in the study needs none.
void tell_unused(const io::StudyInput& study, const std::string& file) {
  const io::BaseCase& base = study.source->base;
  const io::yaml::Node* const temperature = base.document.find("temperature_K");
  if (temperature != nullptr && base.name == file)
    fmt::print("warning: base.temperature_K: {} is not used: temperatures_K decide; remove it\n",
               temperature->text);
}

Status check_study(const std::string& text, const CheckOptions& options) {
  const io::StudyInput study =
      io::parse_study(text, options.file.string(), options.file.parent_path(), options.settings);
  const auto workers = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  fmt::print("{}{}{}", study_outlook(study, {}, options.events, workers),
             cell_outlook(study.plan, options.cache, workers), prefactor_outlook(study.plan));
  tell_unused(study, options.file.string());
  for (const std::string& warning : study_warnings(study.plan))
    fmt::print("warning: {}\n", warning);
  return Status::done;
}

}  // namespace

Status check(const CheckOptions& options) {
  // Once: a pipe holds nothing the second time.
  const std::string text = io::read_text(options.file, "case or study", io::yaml::most_bytes);
  return io::holds_study(text) ? check_study(text, options) : check_case(text, options);
}

}  // namespace lacuna::app
