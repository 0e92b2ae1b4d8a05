#pragma once

#include <cstddef>
#include <string_view>

namespace lacuna::io {

/// Columns of a terminal that a text in UTF-8 takes, one for each letter.
[[nodiscard]] std::size_t width_of(std::string_view);

}  // namespace lacuna::io
