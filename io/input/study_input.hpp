#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "ensemble/plan.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

struct StudySource;  // study_base.hpp

/// A study file, read and checked: every case of the plan is valid at every temperature.
struct StudyInput {
  ensemble::Plan plan;
  /// The same study as YAML with its defaults explicit and its base case inside; files are named as
  /// their copies in the study's directory.
  std::string canonical;
  std::string base;  ///< the base case as YAML, likewise, with what `--set base.KEY` set
  SideFiles files;   ///< all that study and cases name
  std::uint64_t identity = 0;
  std::uint64_t cell_identity = 0;  ///< of what its cells depend on, those of no study the same

  /// What `lacuna run` would read for a replica: the case of its branch at its temperature, with
  /// its seed. A ramp is explicit, `chosen` where one is given, and times the task's rate factor;
  /// only where onset is the growth threshold may it stay automatic. Throws InputError if a fit's
  /// parameters make no valid case.
  [[nodiscard]] RunInput run_input(const ensemble::Task&, const interface::Ramp* chosen) const;
  /// "lacuna run base.yaml --set ... --seed N", in words for a shell, which gives that replica
  /// alone in the directory of the study, where base.yaml is.
  [[nodiscard]] std::string run_command(const ensemble::Task&, const interface::Ramp* chosen) const;

  std::shared_ptr<const StudySource> source;  ///< settings of the branches, of which the two above
                                              ///< make cases
};

/// Read a study file and apply `settings` and `seed`. "key=value" sets a key of the study, with
/// `base.` before it one of the base case. Throws InputError that lists every problem as
/// file:line:column, those of the base case in its own file, with the nearest valid key.
[[nodiscard]] StudyInput read_study(const std::filesystem::path&,
                                    std::span<const std::string> settings = {},
                                    std::optional<std::uint64_t> seed = {});
/// The same from text; `name` stands for the file in messages and names the study, relative paths
/// start at `folder`.
[[nodiscard]] StudyInput parse_study(const std::string& text, const std::string& name,
                                     const std::filesystem::path& folder,
                                     std::span<const std::string> settings = {},
                                     std::optional<std::uint64_t> seed = {});

/// Equal for studies whose results are equal: a hash of all that they depend on, with what the
/// named files hold in place of their paths. What is said of the cell is no part of it: no run
/// depends on that.
[[nodiscard]] std::uint64_t fingerprint(const StudyInput&);

/// JSON Schema (draft 2020-12) of a study file.
[[nodiscard]] std::string study_schema();
/// The reference page docs/study.md.
[[nodiscard]] std::string study_page();
/// A commented starting file, as `lacuna init study` prints it; valid beside case.yaml of `lacuna
/// init case`.
[[nodiscard]] std::string starting_study();

}  // namespace lacuna::io
