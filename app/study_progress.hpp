#pragma once

#include <chrono>
#include <cstdint>
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

/// Tasks done, speed, time left and the running E_A of every hypothesis, on standard error.
class StudyProgressLine {
 public:
  StudyProgressLine(ProgressStyle style, const ensemble::Plan& plan) : line_(style), plan_(plan) {}

  void operator()(const ensemble::StudyProgress&);

 private:
  using Clock = StatusLine::Clock;
  void update_energies(const ensemble::Records&);

  StatusLine line_;
  const ensemble::Plan& plan_;
  Clock::time_point start_ = Clock::now(), computed_ = start_;
  std::chrono::duration<double> computing_{0};  ///< what the energies took the last time
  std::vector<RunningEnergy> energies_;
  std::uint64_t hops_ = 0;
};

/// The line itself: `seconds` [s] since the command began, `hops_per_s` over all workers.
[[nodiscard]] std::string study_progress_text(std::size_t done, std::size_t known, double seconds,
                                              double hops_per_s, const std::vector<RunningEnergy>&);

}  // namespace lacuna::app
