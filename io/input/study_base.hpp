#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/input/problems.hpp"
#include "io/input/run_input.hpp"
#include "io/input/settings.hpp"
#include "io/input/side_files.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// The case that a study starts from, as it was written: what its keys leave to defaults follows
/// from what is set later.
struct BaseCase {
  yaml::Node document;
  std::string name;              ///< of the file it stands in, for messages
  std::filesystem::path folder;  ///< where relative paths start
  std::vector<Origin> origins;   ///< of the settings that may be applied to it
  SideFiles files;               ///< that are known already, and not read again
};

/// The case with `settings` in their order; problems are noted, and the result is unfinished
/// (`finish_case`).
[[nodiscard]] RunInput read_with(const BaseCase&, std::span<const KeyValue> settings, Problems&);
/// The finished case. Throws InputError that lists every problem.
[[nodiscard]] RunInput read_with(const BaseCase&, std::span<const KeyValue> settings);

/// A setting that no file holds; `origin` says on whose account it is made.
[[nodiscard]] KeyValue made_setting(std::string path, std::string value, int origin);

/// What a study's cases are made from.
struct StudySource {
  BaseCase base;
  std::vector<KeyValue> base_settings;  ///< of `--set base.KEY`; in `base` already where it has no
                                        ///< file
  std::vector<std::vector<KeyValue>> settings;      ///< (Plan::branches)
  std::vector<std::vector<KeyValue>> fit_settings;  ///< (Fit::branches)
  int origin = 0;                                   ///< of the settings that the study makes itself
};

}  // namespace lacuna::io
