#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "app/commands.hpp"
#include "app/tell.hpp"
#include "core/error.hpp"
#include "ensemble/study_comparison.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/results/comparison_text.hpp"
#include "io/results/run_comparison.hpp"
#include "io/store/key_difference.hpp"
#include "io/store/result_directory.hpp"
#include "io/store/study_directory.hpp"
#include "io/store/summary.hpp"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

enum class Kind : std::uint8_t { run, study };

Kind kind_of(const fs::path& directory) {
  return io::holds_results_of_study(directory) ? Kind::study : Kind::run;
}

/// All are of the first's kind, or they are not compared.
Kind common_kind(const std::vector<fs::path>& directories) {
  const Kind first = kind_of(directories.front());
  for (const fs::path& directory : directories) {
    if (kind_of(directory) == first) continue;
    throw InputError(
        fmt::format("{} holds a {}, {} a {}: compare runs with runs and studies with studies",
                    directories.front().string(), first == Kind::run ? "run" : "study",
                    directory.string(), first == Kind::run ? "study" : "run"));
  }
  return first;
}

io::StudyInput study_in(const fs::path& directory) {
  io::require_own_input(directory);
  return io::read_study(directory / "input.yaml");
}

/// What counts as onset under a branch, as in its input.
std::string onset_of(const io::StudyInput& study, std::size_t branch) {
  ensemble::Task task;
  task.branch = branch;
  task.temperature = study.plan.temperatures.front();
  const auto document = io::yaml::parse(study.run_input(task, nullptr).canonical, "the case");
  const auto* const onset = document.find("onset");
  return onset == nullptr ? "" : "onset: " + io::yaml::one_line(*onset);
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
                    "cannot be compared (was: first, now: second):\n{}",
                    slug, io::key_difference(a, b)));
  }
}

ensemble::StudyResult result_of(const fs::path& directory, const io::StudyInput& study) {
  const io::Recorded recorded = io::look_at_records(directory, study.plan);
  for (const std::string& line : recorded.damaged) tell("warning: {}; it is left out\n", line);
  return ensemble::analyse(study.plan, recorded.records);
}

void tell_difference(const std::string& first, const std::string& second) {
  if (first != second)
    fmt::print("inputs differ (was: first, now: second):\n{}", io::key_difference(first, second));
}

/// Each of the others with the first.
Status compare_studies(const CompareOptions& options) {
  const fs::path& directory = options.directories.front();
  const io::StudyInput first = study_in(directory);
  std::vector<io::StudyInput> others;
  for (auto other = options.directories.begin() + 1; other != options.directories.end(); ++other) {
    others.push_back(study_in(*other));
    require_same_onset(first, others.back());
    others.back().plan.confidence = first.plan.confidence;  // intervals of one level
  }
  const ensemble::StudyResult a = result_of(directory, first);
  if (options.csv) fmt::print("{}", io::comparison_csv_heading());
  for (std::size_t k = 0; k < others.size(); ++k) {
    const io::StudyInput& second = others[k];
    const fs::path& where = options.directories[k + 1];
    const ensemble::StudyResult b = result_of(where, second);
    const auto all = ensemble::compare({first.plan, a}, {second.plan, b});
    if (options.csv) {
      fmt::print("{}", io::comparison_csv(all, where.string()));
      continue;
    }
    fmt::print("{}first:  {}\nsecond: {}\n", k > 0 ? "\n" : "", directory.string(), where.string());
    tell_difference(first.canonical, second.canonical);
    fmt::print("{}", io::comparison_text(all, first.plan.confidence.level));
  }
  return Status::done;
}

io::ComparedRun run_in(const fs::path& directory) {
  io::RunInput input = io::read_case(directory / "input.yaml");
  const auto ending = io::stored_ending(directory);
  if (!ending) {
    throw InputError(fmt::format("{} is not finished; go on with lacuna run {} --out {} --resume",
                                 directory.string(), (directory / "input.yaml").string(),
                                 directory.string()));
  }
  return {directory.string(), std::move(input), *ending};
}

Status compare_runs(const CompareOptions& options) {
  std::vector<io::ComparedRun> runs;
  for (const fs::path& directory : options.directories) runs.push_back(run_in(directory));
  if (options.csv) {
    fmt::print("{}", io::run_comparison_csv(runs));
    return Status::done;
  }
  for (std::size_t k = 1; k < runs.size(); ++k) {
    fmt::print("first:  {}\nsecond: {}\n", runs.front().name, runs[k].name);
    tell_difference(runs.front().input.canonical, runs[k].input.canonical);
  }
  fmt::print("{}", io::run_comparison_text(runs));
  return Status::done;
}

}  // namespace

Status compare(const CompareOptions& options) {
  return common_kind(options.directories) == Kind::study ? compare_studies(options)
                                                         : compare_runs(options);
}

}  // namespace lacuna::app
