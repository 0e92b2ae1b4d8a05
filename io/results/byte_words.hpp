#pragma once

#include <string>

namespace lacuna::io {

/// "840 kB", "12 MB", "3.1 GB". bytes >= 0.
[[nodiscard]] std::string bytes_text(double bytes);

}  // namespace lacuna::io
