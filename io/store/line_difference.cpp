#include "io/store/line_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Where something is that a terminal would not show, or obey.
std::optional<std::size_t> first_unprintable(std::string_view line) {
  const std::size_t at = std::min(first_unreadable(line).value_or(line.size()), line.find('\r'));
  return at < line.size() ? std::optional(at) : std::nullopt;
}

std::string printable(std::string_view line) {
  std::string result;
  while (const auto at = first_unprintable(line)) {
    result +=
        fmt::format("{}\\x{:02x}", line.substr(0, *at), static_cast<unsigned char>(line[*at]));
    line.remove_prefix(*at + 1);
  }
  return result.append(line);
}

/// Length of the longest common subsequence of the lines from (i, j) on, at [i * (m + 1) + j].
std::vector<std::size_t> common_from(const std::vector<std::string_view>& a,
                                     const std::vector<std::string_view>& b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> length((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      length[i * width + j] =
          a[i] == b[j] ? length[(i + 1) * width + j + 1] + 1
                       : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  return length;
}

}  // namespace

std::string line_difference(std::string_view before, std::string_view after) {
  const auto a = lines_of(before);
  const auto b = lines_of(after);
  const auto length = common_from(a, b);
  const std::size_t width = b.size() + 1;
  std::string result;
  const auto show = [&result](char sign, std::string_view line) {
    result += fmt::format("{} {}\n", sign, printable(line));
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i, ++j;
    } else if (j == b.size() ||
               (i < a.size() && length[(i + 1) * width + j] >= length[i * width + j + 1])) {
      show('-', a[i++]);
    } else {
      show('+', b[j++]);
    }
  }
  return result;
}

}  // namespace lacuna::io
