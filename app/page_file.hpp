#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lacuna::app {

/// The built page of a kind of report ("run" or "study"): beside the program where it was built, in
/// share/lacuna where it was installed. Empty if this program was built without.
[[nodiscard]] std::optional<std::filesystem::path> page_file(const std::string& kind);

}  // namespace lacuna::app
