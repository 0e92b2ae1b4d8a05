#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "app/tell.hpp"
#include "app/way_on.hpp"
#include "io/input/run_input.hpp"
#include "io/results/result_text.hpp"
#include "io/shell_word.hpp"
#include "io/store/recorded_run.hpp"
#include "io/store/run_directory.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/store/summary.hpp"

namespace lacuna::app {
namespace {

interface::Ending simulate(const io::RunInput& input, io::RunDirectory& directory,
                           const RunOptions& options) {
  const StopOnSignal signals;
  ProgressLine progress(progress_style(options.quiet), input.values);
  return io::recorded_run(directory, input, signals.token(),
                          [&progress](const interface::Progress& now) { progress(now); });
}

/// The command that goes on with an interrupted run: the same, with --resume.
std::string resume_command(const RunOptions& options) {
  std::string command =
      fmt::format("lacuna run {} --out {}", io::shell_word(options.case_file.string()),
                  io::shell_word(options.out.string()));
  for (const std::string& setting : options.settings)
    command += fmt::format(" --set {}", io::shell_word(setting));
  if (options.seed) command += fmt::format(" --seed {}", *options.seed);
  return command + " --resume";
}

/// Says that there is nothing to go on with, neither a run nor its pilot.
void tell_new_start(const io::RunDirectory& directory) {
  if (std::filesystem::exists(directory.checkpoint()) ||
      std::filesystem::exists(directory.file("pilot")))
    return;
  tell("{} has no checkpoint: the run starts from its beginning\n", directory.path().string());
}

Status run_to_end(const io::RunInput& input, const RunOptions& options) {
  io::RunDirectory directory(options.out, input,
                             options.resume ? io::Opening::resume : io::Opening::fresh);
  if (directory.standing() == io::Standing::finished) {
    directory.require_same_files();
    io::require_unchanged(directory.path());
    if (!options.quiet) {
      fmt::print("{} is finished: its results are complete, nothing is left to do\n",
                 options.out.string());
    }
    return Status::done;
  }

  if (options.resume && !options.quiet) tell_new_start(directory);
  const interface::Ending ending = simulate(input, directory, options);
  if (ending.reason == interface::Reason::interrupted) {
    if (!options.quiet) {
      tell("interrupted after {:.4g} s, {:.2f} monolayers; go on with\n  {}\n", ending.last.time,
           ending.last.monolayers, resume_command(options));
    }
    return Status::interrupted;
  }
  directory.finish(io::summary_json(input, ending));
  if (!options.quiet) fmt::print("{}", io::result_text(input, ending, directory.path()));
  return Status::done;
}

}  // namespace

Status run(const RunOptions& options) {
  const io::RunInput input = io::read_case(options.case_file, options.settings, options.seed);
  const std::string way_on =
      "all up to the last checkpoint is safe; go on with\n  " + resume_command(options);
  return with_way_on(way_on, [&] { return run_to_end(input, options); });
}

}  // namespace lacuna::app
