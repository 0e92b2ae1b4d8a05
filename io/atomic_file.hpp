#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna::io {

/// Put `content` at `path` so that a reader, or a machine that loses power, finds either the old
/// file or the whole new one: written to `path` + ".new", fsynced, renamed, and the folder fsynced.
/// Of writers of the same path one waits for the other, by a lock that ends with its holder.
/// Throws RuntimeFailure with the system's reason when any of it fails; the old file is then
/// intact.
void replace_file(const std::filesystem::path& path, std::string_view content);

}  // namespace lacuna::io
