#pragma once

#include <string>

namespace lacuna::app {

/// The manual page lacuna(1), for man: all commands and options.
[[nodiscard]] std::string manual_page();

}  // namespace lacuna::app
