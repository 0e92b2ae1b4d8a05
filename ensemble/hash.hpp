#pragma once

#include <cstdint>
#include <string_view>

namespace lacuna::ensemble {

/// 64 bits that any change of the text changes: fnv1a, whose last characters hardly
/// reach the high bits, finished by SplitMix64 (Steele, Lea & Flood 2014,
/// doi:10.1145/2660193.2660195).
[[nodiscard]] std::uint64_t hash64(std::string_view text);

}  // namespace lacuna::ensemble
