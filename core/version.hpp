#pragma once

#include <string_view>

namespace lacuna {

/// What this program was built from and with: shown by `--version` and kept in every summary.
struct BuildInfo {
  std::string_view version;    ///< as released, "major.minor.patch"
  std::string_view revision;   ///< git commit, "-dirty" after it if the sources differ; "unknown"
                               ///< without git
  std::string_view compiler;   ///< name and version
  std::string_view flags;      ///< those that can change the code
  std::string_view libraries;  ///< "name version, name version, ..."
};

/// Of the running program.
[[nodiscard]] const BuildInfo& build_info();

}  // namespace lacuna
