#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "interface/observer.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// summary.json: what a run found (docs/outputs.md names every key and its unit). A function of
/// input, seed and version alone; a value that does not exist, or is not finite, is null.
[[nodiscard]] std::string summary_json(const RunInput& input, const interface::Ending& ending);
/// What such a summary says of the ending, but for the last sample's layers and clusters, which it
/// leaves out. Throws InputError, saying that `file` cannot be read, for anything else.
[[nodiscard]] interface::Ending read_ending(const std::string& summary,
                                            const std::filesystem::path& file);

/// The ending of the run in a directory; empty while it is not finished. Throws InputError, naming
/// the file, where one of its files is no longer what it was.
[[nodiscard]] std::optional<interface::Ending> stored_ending(
    const std::filesystem::path& directory);

/// How long a run took with its pilots, all its sessions together.
struct Timing {
  double seconds = 0.0;        ///< [s] wall clock
  std::uint64_t hops = 0;      ///< done in that time
  std::uint64_t sessions = 0;  ///< starts and resumes that came to an orderly end
};
/// timing.json: the one file of a run that holds wall-clock figures.
[[nodiscard]] std::string timing_json(const Timing& timing);
/// What an earlier session left; nothing if there is no such file or it cannot be read, as no
/// result depends on it.
[[nodiscard]] Timing read_timing(const std::filesystem::path& file);

}  // namespace lacuna::io
