#pragma once

#include <cstdint>

#include "io/input/run_input.hpp"

namespace lacuna::app {

/// What the first moments of a case are like on this machine.
struct Trial {
  bool whole_run = false;    ///< it was over before the time was up
  double seconds = 0.0;      ///< wall clock, without setting up [s]
  std::uint64_t hops = 0;    ///< in that time
  std::uint64_t strips = 0;  ///< in that time, plated atoms included
  [[nodiscard]] double seconds_per_hop() const {
    return hops > 0 ? seconds / static_cast<double>(hops) : 0.0;
  }
};

/// Runs the case for `seconds` [s] of wall clock, or to its end, and writes nothing.
[[nodiscard]] Trial try_case(const io::RunInput&, double seconds);

}  // namespace lacuna::app
