#include "io/results/shared_page.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace lacuna::io {

std::string name_of_directory(const std::filesystem::path& directory) {
  const std::filesystem::path plain = (directory / "").lexically_normal();
  return plain.parent_path().filename().string();
}

std::string without_folders(const std::string& yaml) {
  constexpr std::string_view before_value = " \"'[{,", behind_plain = " \n,]}";
  std::string text;
  for (std::size_t at = 0; at < yaml.size();) {
    const bool begins =
        at > 0 && yaml[at] == '/' && before_value.find(yaml[at - 1]) != std::string_view::npos;
    if (!begins) {
      text += yaml[at++];
      continue;
    }
    const char quote = yaml[at - 1];
    const bool in_quotes = quote == '"' || quote == '\'';
    const std::size_t end = std::min(
        in_quotes ? yaml.find(quote, at) : yaml.find_first_of(behind_plain, at), yaml.size());
    const std::string path = yaml.substr(at, end - at);
    text += path == "/" ? path : path.substr(path.rfind('/') + 1);  // a slash alone divides words
    at = end;
  }
  return text;
}

}  // namespace lacuna::io
