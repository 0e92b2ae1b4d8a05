#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/result_text.hpp"
#include "app/signals.hpp"
#include "core/error.hpp"
#include "interface/run.hpp"
#include "io/atomic_file.hpp"
#include "io/extxyz.hpp"
#include "io/run_directory.hpp"
#include "io/run_input.hpp"
#include "io/series.hpp"
#include "io/summary.hpp"

namespace lacuna::app {
namespace {

/// The files of one run that grow while it goes on.
class Outputs {
 public:
  Outputs(const io::RunDirectory& directory, const io::RunInput& input)
      : series_(directory.path(), input.values.metal.layers) {
    observers_.push_back(&series_);
    if (input.trajectory) observers_.push_back(&trajectory_.emplace(directory.path(), *input.trajectory));
  }
  [[nodiscard]] std::span<interface::Observer* const> observers() const { return observers_; }
  void finish() {
    series_.finish();
    if (trajectory_) trajectory_->finish();
  }

 private:
  io::SeriesWriter series_;
  std::optional<io::TrajectoryWriter> trajectory_;
  std::vector<interface::Observer*> observers_;
};

/// Adds this session to what earlier ones took.
void write_timing(const io::RunDirectory& directory, std::chrono::steady_clock::time_point start, std::uint64_t hops) {
  io::Timing timing = io::read_timing(directory.file("timing.json"));
  timing.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  timing.hops = hops;
  ++timing.sessions;
  io::replace_file(directory.file("timing.json"), io::timing_json(timing));
}

interface::Ending simulate(const io::RunInput& input, const io::RunDirectory& directory, Outputs& outputs,
                           const RunOptions& options) {
  interface::Checkpointing checkpointing;
  checkpointing.file = directory.checkpoint();
  checkpointing.every = std::chrono::duration<double>(input.checkpoint_every_s);
  checkpointing.resume = options.resume;
  checkpointing.fingerprint = io::fingerprint(input);
  const StopOnSignal signals;
  ProgressLine progress(progress_style(options.quiet));
  return interface::run(input.values, input.seed, outputs.observers(), checkpointing, signals.token(),
                        [&progress](const interface::Progress& now) { progress(now); });
}

/// Input that only the run itself finds fault with leaves nothing behind either.
interface::Ending simulate_or_withdraw(const io::RunInput& input, io::RunDirectory& directory, Outputs& outputs,
                                       const RunOptions& options) {
  try {
    return simulate(input, directory, outputs, options);
  } catch (const InputError&) {
    directory.withdraw();
    throw;
  }
}

/// As a shell reads it back.
std::string quoted(const std::string& word) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=+-:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string result = "'";
  for (const char letter : word) result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return result + '\'';
}

/// The command that goes on with an interrupted run: the same, with --resume.
std::string resume_command(const RunOptions& options) {
  std::string command =
      fmt::format("lacuna run {} --out {}", quoted(options.case_file.string()), quoted(options.out.string()));
  for (const std::string& setting : options.settings) command += fmt::format(" --set {}", quoted(setting));
  if (options.seed) command += fmt::format(" --seed {}", *options.seed);
  return command + " --resume";
}

}  // namespace

Status run(const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const io::RunInput input = io::read_case(options.case_file, options.settings, options.seed);
  io::RunDirectory directory(options.out, input, options.resume ? io::Opening::resume : io::Opening::fresh);
  if (directory.standing() == io::Standing::finished) {
    if (!options.quiet) {
      fmt::print("{} is finished: its results are complete, nothing is left to do\n", options.out.string());
    }
    return Status::done;
  }

  Outputs outputs(directory, input);
  const interface::Ending ending = simulate_or_withdraw(input, directory, outputs, options);
  outputs.finish();
  write_timing(directory, start, ending.last.events.hops());
  if (ending.reason == interface::Reason::interrupted) {
    if (!options.quiet) {
      fmt::print(stderr, "interrupted after {:.4g} s, {:.2f} monolayers; go on with\n  {}\n", ending.last.time,
                 ending.last.monolayers, resume_command(options));
    }
    return Status::interrupted;
  }
  directory.finish(io::summary_json(input, ending));
  if (!options.quiet) fmt::print("{}", result_text(input, ending, directory.path()));
  return Status::done;
}

}  // namespace lacuna::app
