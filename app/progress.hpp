#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "interface/run.hpp"

namespace lacuna::app {

/// How a run tells how far it is, on standard error.
enum class ProgressStyle : std::uint8_t {
  none,   ///< --quiet
  lines,  ///< a plain line every ten seconds, for log files
  live,   ///< one line of a terminal, rewritten
};

/// `none` if quiet, else `live` if standard error is a terminal that can rewrite a line.
[[nodiscard]] ProgressStyle progress_style(bool quiet);

/// Simulated time, current, coverage, charge, speed, and when it will be over.
class ProgressLine {
 public:
  explicit ProgressLine(ProgressStyle style) : style_(style) {}
  /// Clears the live line, so that what is printed next starts on an empty one.
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Shows `progress` if it is time to.
  void operator()(const interface::Progress& progress);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  struct Mark {
    Clock::time_point when;
    std::uint64_t hops;
    double fraction;
  };

  void show(const std::string& line);

  ProgressStyle style_;
  std::optional<Mark> first_;  ///< a resumed run does not start at nothing
  std::optional<Mark> shown_;
  bool on_line_ = false;
};

/// The line itself: `speed` [hops/s], `remaining` [s] if it can be told.
[[nodiscard]] std::string progress_text(const interface::Progress& progress, double speed,
                                        std::optional<double> remaining);

/// A duration as people say it: "42 s", "3 min 05 s", "2 h 10 min", "4 d 3 h". seconds [s] >= 0.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace lacuna::app
