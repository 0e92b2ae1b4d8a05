#pragma once

#include <string>

namespace lacuna::test {

/// Whether `part` stands in `text`, word by word.
inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace lacuna::test
