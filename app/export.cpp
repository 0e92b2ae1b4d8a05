#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "app/commands.hpp"
#include "core/error.hpp"
#include "io/number_text.hpp"
#include "io/store/result_directory.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/trajectory/trajectory_reader.hpp"

namespace lacuna::app {

namespace {

namespace fs = std::filesystem;

/// A replica of the study whose trajectory is kept; empty: none is. The first by name.
std::string replica_with_trajectory(const fs::path& study) {
  std::string first;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(study / io::runs_name, ignored)) {
    const std::string name = entry.path().filename();
    const bool sooner = first.empty() || name < first;
    if (sooner && io::is_present(io::trajectory_path(entry.path()))) first = name;
  }
  return first;
}

[[noreturn]] void refuse_study(const fs::path& study) {
  const std::string place = (study / io::runs_name).string();
  const std::string replica = replica_with_trajectory(study);
  if (!replica.empty())
    throw InputError(
        fmt::format("{} is the directory of a study; export one replica of it, as in "
                    "lacuna export {}/{}",
                    study.string(), place, replica));
  throw InputError(
      fmt::format("{} is the directory of a study, whose replicas keep no trajectory; run one of "
                  "them again alone: lacuna run {}/REPLICA/input.yaml --set "
                  "trajectory.every_monolayers=0.1 --out look",
                  study.string(), place));
}

}  // namespace

Status export_run(const ExportRunOptions& options) {
  if (io::holds_results_of_study(options.directory)) refuse_study(options.directory);
  const auto trajectory = io::trajectory_path(options.directory);
  std::error_code ignored;
  if (!fs::exists(trajectory, ignored))
    throw InputError(
        fmt::format("{} has no trajectory: put trajectory: {{every_monolayers: 0.1}} into the case "
                    "and run it again, or "
                    "lacuna run ... --set trajectory.every_monolayers=0.1",
                    options.directory.string()));
  io::require_unchanged(options.directory, trajectory.filename().string());
  io::require_unchanged(options.directory, "patch.csv");
  const std::size_t frames = io::export_trajectory(trajectory, options.how);
  fmt::print("{}: {}\n", options.how.out.string(), io::counted(frames, "frame"));
  return Status::done;
}

}  // namespace lacuna::app
