#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace lacuna::app {

/// Prints to standard error. Where that cannot be written (a full disk, a pipe that nobody reads)
/// the words are lost, and nothing else is: no result depends on who hears of it.
void tell_text(std::string_view) noexcept;

/// The same of a format and its values.
template <class... Values>
void tell(fmt::format_string<Values...> format, Values&&... values) {
  tell_text(fmt::format(format, std::forward<Values>(values)...));
}

}  // namespace lacuna::app
