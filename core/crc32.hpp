#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>

#include "core/descriptor.hpp"

namespace lacuna {

/// CRC-32 of some bytes, on top of that of bytes before them.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

/// The same of the next bytes of an open file, at most `most` of them. Throws SystemFailure if it
/// cannot be read.
[[nodiscard]] std::uint32_t crc32_of_rest(
    const Descriptor&, std::uint32_t before = 0,
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

/// The same of a whole file.
[[nodiscard]] std::uint32_t crc32_of_file(const std::filesystem::path&, std::uint32_t before = 0);

}  // namespace lacuna
