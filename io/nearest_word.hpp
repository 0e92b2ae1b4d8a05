#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lacuna::io {

/// The candidate that needs the fewest insertions, deletions, replacements and swaps of
/// neighbouring letters to become `word` (upper and lower case count as equal); empty when even
/// that one shares too little with it to be worth a suggestion, or when there are no candidates. At
/// most one letter in `letters_a_slip` may differ.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       std::span<const std::string> candidates,
                                       std::size_t letters_a_slip = 2);

}  // namespace lacuna::io
