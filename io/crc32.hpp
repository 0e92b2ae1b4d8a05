#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace lacuna::io {

/// CRC-32 of some bytes, on top of that of bytes before them.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

/// The same of a file's bytes. Throws SystemFailure if it cannot be read.
[[nodiscard]] std::uint32_t crc32_of_file(const std::filesystem::path&, std::uint32_t before = 0);

}  // namespace lacuna::io
