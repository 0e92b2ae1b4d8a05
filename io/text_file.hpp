#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::io {

/// The text of a file, at most `most` bytes of it; a directory, a missing or unreadable file and a
/// larger one are refused. `what` names its role in messages ("barrier table").
/// Throws InputError, or SystemFailure where the machine failed: a disk that cannot be read, too
/// many open files.
[[nodiscard]] std::string read_text(const std::filesystem::path&, std::string_view what,
                                    std::size_t most);

/// Throws what `read_text` does of a file that it cannot open or read: `problem`, and the reason of
/// an errno.
[[noreturn]] void throw_unreadable(const std::string& problem, int reason);

/// Where a text stops being UTF-8 without control characters (tab and line ends are allowed):
/// offset of the first such byte; empty when all is well.
[[nodiscard]] std::optional<std::size_t> first_unreadable(std::string_view);

inline constexpr std::string_view not_utf8 =
    "not UTF-8 text (a stray or control byte); save the file as plain UTF-8";

/// Throws InputError where the folder that a file is to be made in is not there.
void require_folder_of(const std::filesystem::path& file);

}  // namespace lacuna::io
