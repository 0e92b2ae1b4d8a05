#pragma once

#include <filesystem>
#include <string>

namespace lacuna::io {

// A report is passed on: it tells nothing of where its files lay on the machine that made it.

/// The name of a directory, without where it lies.
[[nodiscard]] std::string name_of_directory(const std::filesystem::path&);

/// YAML with absolute paths cut down to the names of their files.
[[nodiscard]] std::string without_folders(const std::string& yaml);

}  // namespace lacuna::io
