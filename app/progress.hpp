#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/status_line.hpp"
#include "interface/run.hpp"

namespace lacuna::app {

/// Is that a run whose current changes until onset, before the end of its protocol?
[[nodiscard]] bool onset_ends(const interface::Case&);

/// Simulated time, current, coverage, charge, speed, and when it will be over.
class ProgressLine {
 public:
  ProgressLine(ProgressStyle style, const interface::Case& c)
      : line_(style), onset_ends_it_(onset_ends(c)) {}

  /// Shows `progress` if it is time to.
  void operator()(const interface::Progress& progress);

 private:
  using Clock = StatusLine::Clock;
  struct Mark {
    Clock::time_point when;
    std::uint64_t hops;
    double fraction;
  };

  StatusLine line_;
  bool onset_ends_it_;         ///< so that the time left is not known
  std::optional<Mark> first_;  ///< a resumed run does not start at nothing
  std::optional<Mark> shown_;
};

/// The line itself: `speed` [hops/s], `remaining` [s] if it can be told.
[[nodiscard]] std::string progress_text(const interface::Progress& progress, double speed,
                                        std::optional<double> remaining);

}  // namespace lacuna::app
