#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>

#include "interface/case.hpp"
#include "interface/observer.hpp"

namespace lacuna::interface {

/// Where the state of a run is kept, and how often. Checkpoints never change what is computed.
struct Checkpointing {
  std::filesystem::path file;                 ///< empty: none is written
  std::chrono::duration<double> every{60.0};  ///< wall clock
  bool resume = false;                        ///< start from `file`, if it exists
  std::uint64_t fingerprint = 0;              ///< of the input; a checkpoint of another is refused
};

/// How far a run is, for a progress line; called a few times a second of wall clock.
struct Progress {
  double time = 0.0;     ///< [s] simulated
  double density = 0.0;  ///< [1/(A^2 s)]
  double coverage = 0.0;
  double monolayers = 0.0;
  std::uint64_t hops = 0;
  double fraction = 0.0;  ///< of the protocol, 0..1; 0 when its end is unknown
};
using OnProgress = std::function<void(const Progress&)>;

/// Run a case to its end. The result depends on the case and the seed alone.
/// Throws InputError (a bad case, a foreign checkpoint), RuntimeFailure, or Error for a ramp that
/// no pilot has chosen yet.
Ending run(const Case&, std::uint64_t seed, std::span<Observer* const>, const Checkpointing&,
           const std::stop_token&, const OnProgress& = {});

}  // namespace lacuna::interface
