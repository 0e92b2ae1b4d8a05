#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna::io {

/// Throws RuntimeFailure "cannot <action> <path>: <reason of errno>", with advice where there is
/// one.
[[noreturn]] void throw_system_failure(std::string_view action, const std::filesystem::path& path);

/// write(2) until all of `bytes` is out, signals and short writes included.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

/// Is the open file the one that `path` leads to?
[[nodiscard]] bool leads_to(const std::filesystem::path& path, int descriptor);

/// Throws RuntimeFailure unless it is: moved or removed, what is written to it would be lost, or
/// belong to nobody.
void require_in_place(int descriptor, const std::filesystem::path& path);

/// fsync(2), so that a checkpoint never points at bytes that a crash could still take away.
void sync_to_disk(int descriptor, const std::filesystem::path& path);

/// The same for the names in a folder; empty: the working directory.
void sync_folder(const std::filesystem::path& folder);

}  // namespace lacuna::io
