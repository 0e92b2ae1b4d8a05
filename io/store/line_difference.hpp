#pragma once

#include <string>
#include <string_view>

namespace lacuna::io {

/// Lines that only one of two texts has, "- " before those of `before` and "+ " before those of
/// `after`, in order; empty when the texts agree. Longest common subsequence, so a line that
/// merely moved is shown as both. Bytes that are no text come as \xNN. Costs the product of the
/// line counts: for input files.
[[nodiscard]] std::string line_difference(std::string_view before, std::string_view after);

}  // namespace lacuna::io
