#include "app/status_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <string_view>

#include "app/tell.hpp"

namespace lacuna::app {

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !dumb ? ProgressStyle::live : ProgressStyle::lines;
}

ProgressStyle terminal_style() {
  const ProgressStyle style = progress_style(false);
  return style == ProgressStyle::live ? style : ProgressStyle::none;
}

StatusLine::~StatusLine() {
  if (!on_line_) return;
  tell("\r\x1b[K");
}

bool StatusLine::due() const {
  using std::chrono::milliseconds;
  const auto between = style_ == ProgressStyle::live ? milliseconds(250) : milliseconds(10000);
  return !silent() && Clock::now() - shown_ >= between;
}

void StatusLine::show(const std::string& line) {
  if (silent()) return;
  shown_ = Clock::now();
  on_line_ = style_ == ProgressStyle::live;
  if (on_line_) {
    tell("\r\x1b[K{}", line);
  } else {
    tell("{}\n", line);
  }
}

bool add_if_it_fits(std::string& line, const std::string& words) {
  if (line.size() + 2 + words.size() > line_width) return false;
  line += "  " + words;
  return true;
}

std::string duration_text(double seconds) {
  constexpr double longest = 1e10;  // 300 years; also keeps the conversion below in range
  if (!(seconds < longest)) return "centuries";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
}

}  // namespace lacuna::app
