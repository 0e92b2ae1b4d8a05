#pragma once

#include <cstdint>

#include "kmc/random.hpp"

namespace lacuna::nucleation {

/// The random streams of nucleation, all of them, beyond the numbers of those of a run.
enum class Purpose : std::uint64_t {
  sizes = 101,  ///< the walk of a cluster through its sizes and shapes
  approaches,   ///< walkers beside a cluster
};

inline kmc::Stream stream(std::uint64_t seed, Purpose purpose) {
  return {seed, static_cast<std::uint64_t>(purpose)};
}

}  // namespace lacuna::nucleation
