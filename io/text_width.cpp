#include "io/text_width.hpp"

#include <algorithm>

namespace lacuna::io {

// Later bytes of a sequence are 10xxxxxx.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace lacuna::io
