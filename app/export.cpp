#include <fmt/format.h>

#include <system_error>

#include "app/commands.hpp"
#include "core/error.hpp"
#include "io/input/file_kind.hpp"
#include "io/number_text.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/trajectory/trajectory_reader.hpp"

namespace lacuna::app {

Status export_run(const ExportRunOptions& options) {
  const auto trajectory = io::trajectory_path(options.directory);
  std::error_code ignored;
  if (io::is_study(options.directory / "input.yaml"))
    throw InputError(
        fmt::format("{} is the directory of a study, whose replicas keep no trajectory; run one of "
                    "them again alone: lacuna run {}/runs/REPLICA/input.yaml --set "
                    "trajectory.every_monolayers=0.1 --out look",
                    options.directory.string(), options.directory.string()));
  if (!std::filesystem::exists(options.directory / "input.yaml", ignored))
    throw InputError(fmt::format("{} holds no run; name a directory that lacuna run has written",
                                 options.directory.string()));
  if (!std::filesystem::exists(trajectory, ignored))
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
