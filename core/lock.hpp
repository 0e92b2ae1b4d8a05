#pragma once

#include <cstdint>

#include "core/descriptor.hpp"

namespace lacuna {

// The lock of a file or folder (flock(2)) ends with the descriptor, or with its process.

/// Who may hold it at the same time.
enum class Hold : std::uint8_t { alone, together };

/// Whose it is.
enum class Lock : std::uint8_t {
  ours,
  anothers,
  nobodys,  ///< this file system has no locks
};

/// Takes it unless another has it.
[[nodiscard]] Lock try_lock(const Descriptor&, Hold = Hold::alone);

/// Waits until it is ours; where there are no locks, not at all.
void wait_for_lock(const Descriptor&);

}  // namespace lacuna
