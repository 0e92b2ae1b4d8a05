#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::fuzz {

/// An input file and what `--set` is given beside it.
struct WithSettings {
  std::string text;
  std::vector<std::string> settings;
};

/// The settings are the lines after the first that is "--set".
inline WithSettings with_settings(std::string_view input) {
  constexpr std::string_view mark = "\n--set\n";
  const std::size_t end = input.find(mark);
  WithSettings found{std::string(input.substr(0, end)), {}};
  if (end == std::string_view::npos) return found;
  input.remove_prefix(end + mark.size());
  while (!input.empty()) {
    const std::size_t line = input.find('\n');
    found.settings.emplace_back(input.substr(0, line));
    input.remove_prefix(line == std::string_view::npos ? input.size() : line + 1);
  }
  return found;
}

}  // namespace lacuna::fuzz
