#pragma once

#include <cstdint>

#include "kmc/random.hpp"

namespace lacuna::interface {

/// The random streams of a run, all of them. A stream's key is (seed of the run, purpose), so what
/// one part draws never shifts what another gets.
enum class Purpose : std::uint64_t {
  trials = 1,     ///< the engine: waiting times, carriers, channels
  strip_times,    ///< when atoms are stripped
  strip_sites,    ///< which
  emission,       ///< when and where an equilibrium far side tries to emit
  initial_state,  ///< vacancies at t = 0
  growth_trials,  ///< seeds of the trials of a search for the growth threshold
  excursions,     ///< of vacancies above the explicit layers of a thick electrode
  patch_sites,    ///< of a random patch
  sink_emission,  ///< when and where sinks inside the metal try to emit
};

/// `nth`: of several of one purpose.
inline kmc::Stream stream(std::uint64_t seed, Purpose purpose, std::uint64_t nth = 0) {
  return {seed, static_cast<std::uint64_t>(purpose) | nth << 32U};
}

}  // namespace lacuna::interface
