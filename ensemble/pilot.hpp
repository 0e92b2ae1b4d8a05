#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "interface/auto_ramp.hpp"
#include "interface/case.hpp"

namespace lacuna::ensemble {

// j_crit moves over decades with temperature and hypothesis, so a ramp may be left to a pilot: a
// few runs of the case around a guess, until what they find is what was guessed. What is chosen
// depends on the physics of the case alone, not on its name, seed, sampling or limits, so all
// replicas share one ramp.

/// What a pilot chose.
struct ChosenRamp {
  interface::Ramp ramp;
  double scale = 0.0;      ///< j [1/(A^2 s)] at which its runs lost contact, geometric mean
  int runs = 0;            ///< what it took
  std::uint64_t hops = 0;  ///< in all of them
};

/// Where a pilot keeps how far it is, after each of its runs, so that a stop costs no more than one
/// of them. What it chooses does not depend on it. The files are removed when the pilot is done.
struct PilotMemory {
  std::filesystem::path file;     ///< empty: none; a reference's has `.reference` after it
  std::uint64_t fingerprint = 0;  ///< of the input; a file of another is not used
};

/// Choose the ramp of a case. `rate` [1/(A^2 s^2)]: that of the ramp; empty: convention `charge`,
/// whatever the case says. Empty result: stop was asked for. Throws RuntimeFailure if no ramp
/// around onset is found, and Error for a case whose ramp is not automatic or whose primary
/// detector is growth, which needs none.
std::optional<ChosenRamp> choose_ramp(const interface::Case&, std::optional<double> rate,
                                      const std::stop_token&, const PilotMemory& = {});

/// For convention `fixed`: the rate [1/(A^2 s^2)] that `charge` chooses at the reference
/// temperature. Empty, and throws, as `choose_ramp`.
std::optional<double> reference_rate(const interface::Case&, const std::stop_token&,
                                     const PilotMemory& = {});

/// What a case by itself needs: both steps under convention `fixed`, one under `charge`. `runs` and
/// `hops` are those of all. Empty, and throws, as `choose_ramp`.
std::optional<ChosenRamp> choose_ramp(const interface::Case&, const std::stop_token&,
                                      const PilotMemory& = {});

}  // namespace lacuna::ensemble
