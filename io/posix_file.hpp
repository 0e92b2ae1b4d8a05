#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna::io {

/// Throws RuntimeFailure "cannot <action> <path>: <reason of errno>", with advice where there is one.
[[noreturn]] void throw_system_failure(std::string_view action, const std::filesystem::path& path);

/// write(2) until all of `bytes` is out, signals and short writes included.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

/// fsync(2), so that a checkpoint never points at bytes that a crash could still take away.
void sync_to_disk(int descriptor, const std::filesystem::path& path);

}  // namespace lacuna::io
