#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "io/input/study_input.hpp"
#include "io/store/study_directory.hpp"

namespace lacuna::io {

/// What was taken over from another directory.
struct Merged {
  std::size_t tasks = 0;             ///< that were not there yet
  std::size_t recorded = 0;          ///< of this study, in that directory
  std::vector<std::string> damaged;  ///< as Recorded::damaged, of that directory
};

/// Throws InputError unless the directory holds the study as far as it was run: the keys in which
/// the physics or the seed of what was run differ are in the message, or the other version.
void require_mergeable(const std::filesystem::path& from, const StudyInput&);

/// Takes over what another directory has recorded of the study, which stays as it is: copies of the
/// runs, then lines in a journal. Killed, it has lost nothing, and goes on when it is called again.
/// Failures are left out. REQUIRES require_mergeable. Throws InputError where both have done a task
/// and found different things.
[[nodiscard]] Merged merge_from(const std::filesystem::path& from, const StudyInput&,
                                const StudyDirectory& into);

}  // namespace lacuna::io
