#pragma once

#include <string>
#include <string_view>

namespace lacuna::io {

/// `text` as one word that a POSIX shell reads back: as it is where that is safe, else in single
/// quotes.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace lacuna::io
