#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "core/words.hpp"
#include "interface/case.hpp"
#include "io/input/side_files.hpp"

namespace lacuna::io {

/// Which sites of a frame are shown.
enum class FrameSites : std::uint8_t {
  vacancies,
  near_voids,  ///< and the atoms with a first or second neighbour in a cluster of
               ///< interface::void_size
  all,
};
constexpr auto words_of(FrameSites) {
  return std::array{
      Word{FrameSites::vacancies, "vacancies"},
      Word{FrameSites::near_voids, "near_voids"},
      Word{FrameSites::all, "all"},
  };
}

/// When frames are taken.
enum class FrameTimes : std::uint8_t {
  always,
  onset,  ///< while the charge is within a window of the primary detector's onset
};
constexpr auto words_of(FrameTimes) {
  return std::array{
      Word{FrameTimes::always, "always"},
      Word{FrameTimes::onset, "onset"},
  };
}

struct TrajectoryOptions {
  // A frame each time so much has passed; one of them is > 0.
  double every_monolayers = 0.1;  ///< of charge
  double every_time = 0.0;        ///< [s]
  std::uint64_t every_events = 0;
  FrameTimes at = FrameTimes::always;
  double window_monolayers = 1.0;  ///< to either side of onset
  FrameSites what = FrameSites::vacancies;
};

/// A case file, read and checked: the physics in internal units, what to write, and the same
/// input as YAML with every default explicit (what `input.yaml` of a run holds; reading that file
/// again gives the same case).
struct RunInput {
  interface::Case values;
  std::uint64_t seed = 1;
  std::optional<TrajectoryOptions> trajectory;
  double checkpoint_every_s = 60.0;  ///< [s] of wall clock
  // Where the tables in `values` came from, as absolute paths; the barrier table's is in its
  // `file`. The canonical text names their copies.
  std::string sites_file;  ///< empty: none
  /// (patches) CSV or picture of each; empty: none.
  std::vector<std::string> patch_files;
  std::string current_file;  ///< empty: none
  SideFiles files;           ///< all of these
  std::string canonical;     ///< YAML
};

/// Read a case file and apply `settings` ("key.path=value", as `--set` takes them) and `seed`.
/// Throws InputError that lists every problem as file:line:column with the nearest valid key.
[[nodiscard]] RunInput read_case(const std::filesystem::path&,
                                 std::span<const std::string> settings = {},
                                 std::optional<std::uint64_t> seed = {});
/// The same from text; `name` stands for the file in messages, relative paths start at `folder`.
[[nodiscard]] RunInput parse_case(const std::string& text, const std::string& name,
                                  const std::filesystem::path& folder,
                                  std::span<const std::string> settings = {},
                                  std::optional<std::uint64_t> seed = {});

/// Identity of an input for checkpoints and resuming: a hash of every key and of what the named
/// files hold, without what cannot change a result (how often a checkpoint is written, where the
/// files lie).
[[nodiscard]] std::uint64_t fingerprint(const RunInput&);

/// JSON Schema (draft 2020-12) of a case file.
[[nodiscard]] std::string case_schema();
/// The reference page docs/input.md.
[[nodiscard]] std::string input_page();
/// A commented starting file, as `lacuna init case` prints it; it is valid and runs.
[[nodiscard]] std::string starting_case();

}  // namespace lacuna::io
