#pragma once

#include <filesystem>
#include <string>

namespace lacuna::io {

/// Names, sizes and times of the files in a directory of results, but for the report's own: another
/// text whenever a run or a study has written to it. Folders in it do not count.
[[nodiscard]] std::string directory_state(const std::filesystem::path& directory);

}  // namespace lacuna::io
