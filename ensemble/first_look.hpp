#pragma once

#include <cstdint>
#include <optional>

#include "ensemble/pilot.hpp"

namespace lacuna::ensemble {

/// What a pilot knows of its ramp before it is done.
struct FirstLook {
  ChosenRamp chosen;  ///< as far as it is known
  /// The run it ends with lost contact where its guess had it, as all that follow will. Else onset
  /// was seen on other ramps alone, by the case's own detector or one that is as good.
  bool agreed = false;
  double run_hops = 0.0;  ///< of that run
  int left = 0;           ///< runs that the pilot makes after it
  double seconds = 0.0;   ///< of one processor, on this machine, in all runs so far
};

/// What `choose_ramp` does until a run of it agrees with its guess: for a forecast. It has `budget`
/// selections of events, and lowers it by what it took. Empty: they are too few to tell. REQUIRES
/// an automatic ramp and another detector than growth.
std::optional<FirstLook> look_for_ramp(const interface::Case&, std::optional<double> rate,
                                       std::uint64_t& budget);

}  // namespace lacuna::ensemble
