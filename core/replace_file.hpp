#pragma once

#include <filesystem>
#include <initializer_list>
#include <string_view>

namespace lacuna {

/// Put `content` at `path` so that a reader, or a machine that loses power, finds either the old
/// file or the whole new one: written to `path` + ".new", fsynced, renamed, and the folder fsynced.
/// Of writers of the same path one waits for the other, by a lock that ends with its holder.
/// Throws SystemFailure with the reason and advice when any of it fails; the old file is then
/// intact.
void replace_file(const std::filesystem::path& path, std::string_view content);
/// The same of pieces, one after another.
void replace_file(const std::filesystem::path& path,
                  std::initializer_list<std::string_view> pieces);

/// Make a folder with those above it, unless it is there. Throws SystemFailure.
void make_folder(const std::filesystem::path& path);

/// Give a file or folder that is whole its name, for good: renamed, and the folder fsynced. Throws
/// SystemFailure.
void put_in_place(const std::filesystem::path& whole, const std::filesystem::path& path);

}  // namespace lacuna
