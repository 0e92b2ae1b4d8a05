#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "app/commands.hpp"
#include "core/error.hpp"
#include "ensemble/study_comparison.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/study_input.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/results/comparison_text.hpp"
#include "io/store/key_difference.hpp"
#include "io/store/study_directory.hpp"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

io::StudyInput study_in(const fs::path& directory) {
  const fs::path input = directory / "input.yaml";
  if (!fs::exists(input) || !io::is_study(input)) {
    throw InputError(fmt::format(
        "{} holds no study; name directories that lacuna study has written", directory.string()));
  }
  io::require_own_input(directory);
  return io::read_study(input);
}

/// What counts as onset under a branch.
std::string onset_of(const io::StudyInput& study, std::size_t branch) {
  ensemble::Task task;
  task.branch = branch;
  task.temperature = study.plan.temperatures.front();
  const auto document = io::yaml::parse(study.run_input(task, nullptr).canonical, "the case");
  const auto* const onset = document.find("onset");
  return onset == nullptr ? "" : io::yaml::one_line(*onset);
}

/// Critical currents are of the same onset, or they are not compared.
void require_same_onset(const io::StudyInput& first, const io::StudyInput& second) {
  for (std::size_t k = 0; k < first.plan.branches.size(); ++k) {
    const std::string& slug = first.plan.branches[k].slug;
    const auto& others = second.plan.branches;
    const auto other = std::find_if(others.begin(), others.end(),
                                    [&](const auto& branch) { return branch.slug == slug; });
    if (other == others.end()) continue;
    const std::string a = onset_of(first, k);
    const std::string b = onset_of(second, static_cast<std::size_t>(other - others.begin()));
    if (a == b) continue;
    throw InputError(
        fmt::format("{}: the two studies mean different things by onset, so that their currents "
                    "cannot be compared: {} and {}",
                    slug, a, b));
  }
}

ensemble::StudyResult result_of(const fs::path& directory, const io::StudyInput& study) {
  const io::Recorded recorded = io::look_at_records(directory, study.plan);
  for (const std::string& line : recorded.damaged)
    fmt::print(stderr, "warning: {}; it is left out\n", line);
  return ensemble::analyse(study.plan, recorded.records);
}

}  // namespace

Status compare(const CompareOptions& options) {
  const io::StudyInput first = study_in(options.first);
  io::StudyInput second = study_in(options.second);
  require_same_onset(first, second);
  second.plan.confidence = first.plan.confidence;  // intervals of one level
  const ensemble::StudyResult a = result_of(options.first, first);
  const ensemble::StudyResult b = result_of(options.second, second);
  const auto all = ensemble::compare({first.plan, a}, {second.plan, b});
  if (options.csv) {
    fmt::print("{}", io::comparison_csv(all));
    return Status::done;
  }
  fmt::print("first:  {}\nsecond: {}\n", options.first.string(), options.second.string());
  if (first.canonical != second.canonical)
    fmt::print("inputs differ (was: first, now: second):\n{}",
               io::key_difference(first.canonical, second.canonical));
  fmt::print("{}", io::comparison_text(all, first.plan.confidence.level));
  return Status::done;
}

}  // namespace lacuna::app
