#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lacuna::io {

// A finished run's summary.json knows the files it stands beside: its last key, `crc32`, has the
// CRC-32 of each of them in eight hexadecimal digits, and its own without itself.

/// The summary with that key; of `files` those that are in the directory. Before it stands
/// `identity`, which is that of the input with what the files that it names held (fingerprint()).
[[nodiscard]] std::string sealed_summary(const std::string& summary,
                                         const std::filesystem::path& directory,
                                         std::span<const std::string_view> files,
                                         std::uint64_t identity);

/// Throws InputError where a finished run is of another identity: input.yaml may be the same, but a
/// file that it names, as a barrier table, has changed.
void require_identity(const std::filesystem::path& directory, std::uint64_t identity);

/// Throws InputError, naming the file, where one of a finished run is missing or no longer what it
/// was. A trajectory that was taken away is not missed.
void require_unchanged(const std::filesystem::path& directory);

/// The same for the summary and one file; nothing where the run has not finished.
void require_unchanged(const std::filesystem::path& directory, std::string_view file);

}  // namespace lacuna::io
