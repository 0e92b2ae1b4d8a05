#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace lacuna::ensemble {

/// Calls `work(k)` for every k below `count` on OpenMP threads, each of which takes the next k when
/// it is free. Once a stop is asked for, or some work has thrown, what is begun is finished and
/// nothing more begun. Returns whether all was done; throws what the least k threw.
/// REQUIRES threads >= 1.
bool each_in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                      const std::stop_token&);

}  // namespace lacuna::ensemble
