#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/constants.hpp"

namespace lacuna::app {
namespace {

/// Time between two lines [s].
double interval(ProgressStyle style) { return style == ProgressStyle::live ? 0.25 : 10.0; }

double seconds_between(std::chrono::steady_clock::time_point from,
                       std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !dumb ? ProgressStyle::live : ProgressStyle::lines;
}

void ProgressLine::operator()(const interface::Progress& progress) {
  if (style_ == ProgressStyle::none) return;
  const Mark now{Clock::now(), progress.hops, progress.fraction};
  if (!first_) first_ = shown_ = now;
  const double since_shown = seconds_between(shown_->when, now.when);
  if (since_shown < interval(style_)) return;

  const double speed = static_cast<double>(now.hops - shown_->hops) / since_shown;
  std::optional<double> remaining;
  const double gained = now.fraction - first_->fraction;
  if (gained > 0) remaining = seconds_between(first_->when, now.when) * (1 - now.fraction) / gained;
  shown_ = now;
  show(progress_text(progress, speed, remaining));
}

void ProgressLine::show(const std::string& line) {
  if (style_ == ProgressStyle::live) {
    fmt::print(stderr, "\r\x1b[K{}", line);
    on_line_ = true;
  } else {
    fmt::print(stderr, "{}\n", line);
  }
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (!on_line_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  on_line_ = false;
}

std::string progress_text(const interface::Progress& progress, double speed,
                          std::optional<double> remaining) {
  std::string text =
      fmt::format("t {:.3e} s  j {:.4g} mA/cm2  coverage {:.4f}  charge {:.2f} ML  {:.2f} Mhops/s",
                  progress.time, progress.density / constants::mA_per_cm2, progress.coverage,
                  progress.monolayers, speed / 1e6);
  if (progress.fraction > 0)
    text += fmt::format("  {:.0f} %", std::floor(100 * std::min(progress.fraction, 1.0)));
  if (remaining) text += fmt::format("  up to {} left", duration_text(*remaining));
  return text;
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
