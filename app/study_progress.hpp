#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/progress.hpp"
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
  StudyProgressLine(ProgressStyle style, const ensemble::Plan& plan) : style_(style), plan_(plan) {}
  /// Clears the live line, so that what is printed next starts on an empty one.
  ~StudyProgressLine() { clear(); }
  StudyProgressLine(const StudyProgressLine&) = delete;
  StudyProgressLine& operator=(const StudyProgressLine&) = delete;

  void operator()(const ensemble::StudyProgress&);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void update_energies(const ensemble::Records&);

  ProgressStyle style_;
  const ensemble::Plan& plan_;
  Clock::time_point start_ = Clock::now(), shown_ = start_, computed_ = start_;
  std::chrono::duration<double> computing_{0};  ///< what the energies took the last time
  std::vector<RunningEnergy> energies_;
  std::uint64_t hops_ = 0;
  bool on_line_ = false;
};

/// The line itself: `seconds` [s] since the command began, `hops_per_s` over all workers.
[[nodiscard]] std::string study_progress_text(std::size_t done, std::size_t known, double seconds,
                                              double hops_per_s, const std::vector<RunningEnergy>&);

}  // namespace lacuna::app
