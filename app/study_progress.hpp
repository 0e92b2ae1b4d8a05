#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/status_line.hpp"
#include "ensemble/run_study.hpp"

namespace lacuna::app {

/// E_A of a hypothesis so far.
struct RunningEnergy {
  std::string name;
  double value = 0.0, error = 0.0;  ///< [eV]
};

/// What the line tells.
struct StudyStanding {
  /// Tasks, as in ensemble::StudyProgress; known are also those that wait for a pilot.
  std::size_t done = 0, known = 0;
  std::string stage;        ///< of the task that was finished last, or comes first
  double hops_per_s = 0.0;  ///< over all workers
  std::optional<double> seconds_left;
};

/// Tasks done, the stage, time left, speed and the running E_A of hypotheses, on standard error.
class StudyProgressLine {
 public:
  StudyProgressLine(ProgressStyle, const ensemble::Plan&, const std::optional<ensemble::Shard>&);

  void operator()(const ensemble::StudyProgress&);

 private:
  using Clock = StatusLine::Clock;
  /// The replicas of a hypothesis, in units of one at the ramp's own rate.
  struct Ahead {
    double left = 0.0, done = 0.0;
    std::size_t tasks = 0;  ///< of those that are left
    double hops = 0.0;      ///< of those that are done
  };

  void update_energies(const ensemble::Records&);
  void count(const ensemble::Record&);
  [[nodiscard]] double hops_left(const ensemble::StudyProgress&) const;
  [[nodiscard]] StudyStanding standing(const ensemble::StudyProgress&) const;

  StatusLine line_;
  const ensemble::Plan& plan_;
  Clock::time_point start_ = Clock::now(), computed_ = start_;
  std::chrono::duration<double> computing_{0};  ///< what the energies took the last time
  std::vector<RunningEnergy> energies_;
  std::uint64_t hops_ = 0;
  std::vector<Ahead> ahead_;  ///< (branches)
};

/// What a task is part of: "pilots", "first round", "more replicas", "rate check", ...
[[nodiscard]] std::string stage_of(const ensemble::Plan&, const ensemble::Task&);

/// The line itself, within a terminal's width: energies that do not fit are left out.
[[nodiscard]] std::string study_progress_text(const StudyStanding&,
                                              const std::vector<RunningEnergy>&);

}  // namespace lacuna::app
