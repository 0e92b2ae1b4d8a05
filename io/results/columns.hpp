#pragma once

#include <string>
#include <vector>

namespace lacuna::io {

/// Rows of words, the first of which is the heading, with columns as wide as they need to be, two
/// blanks apart.
[[nodiscard]] std::string columns(const std::vector<std::vector<std::string>>& rows);

}  // namespace lacuna::io
