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
  std::size_t done = 0, known = 0;  ///< tasks, as in ensemble::StudyProgress
  std::string stage;                ///< of the task that was finished last; empty: none was
  double hops_per_s = 0.0;          ///< over all workers
  std::optional<double> seconds_left;
};

/// Tasks done, the stage, time left, speed and the running E_A of hypotheses, on standard error.
class StudyProgressLine {
 public:
  StudyProgressLine(ProgressStyle, const ensemble::Plan&);

  void operator()(const ensemble::StudyProgress&);

 private:
  using Clock = StatusLine::Clock;
  void update_energies(const ensemble::Records&);
  void count(const ensemble::Task&);
  [[nodiscard]] StudyStanding standing(const ensemble::StudyProgress&) const;

  StatusLine line_;
  const ensemble::Plan& plan_;
  Clock::time_point start_ = Clock::now(), computed_ = start_;
  std::chrono::duration<double> computing_{0};  ///< what the energies took the last time
  std::vector<RunningEnergy> energies_;
  std::uint64_t hops_ = 0;
  double cost_ahead_;       ///< of what is planned and not done yet, in replicas
  double cost_done_ = 0.0;  ///< since the command began
};

/// The line itself, within a terminal's width: energies that do not fit are left out.
[[nodiscard]] std::string study_progress_text(const StudyStanding&,
                                              const std::vector<RunningEnergy>&);

}  // namespace lacuna::app
