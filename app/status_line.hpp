#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lacuna::app {

/// How a command tells how far it is, on standard error.
enum class ProgressStyle : std::uint8_t {
  none,   ///< --quiet
  lines,  ///< a plain line every ten seconds, for log files
  live,   ///< one line of a terminal, rewritten
};

/// `none` if quiet, else `live` if standard error is a terminal that can rewrite a line.
[[nodiscard]] ProgressStyle progress_style(bool quiet);

/// For what lasts half a minute at most: `live` on such a terminal, else `none`.
[[nodiscard]] ProgressStyle terminal_style();

/// The line that tells how far a command is: shown as often as its style has it.
class StatusLine {
 public:
  using Clock = std::chrono::steady_clock;

  explicit StatusLine(ProgressStyle style) : style_(style) {}
  /// Clears the live line, so that what is printed next starts on an empty one.
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  [[nodiscard]] bool silent() const { return style_ == ProgressStyle::none; }
  /// Whether it is time for the next one.
  [[nodiscard]] bool due() const;
  void show(const std::string& line);

 private:
  ProgressStyle style_;
  Clock::time_point shown_ = Clock::now();
  bool on_line_ = false;
};

/// Columns that every terminal has, less the one in which some of them break the line.
inline constexpr std::size_t line_width = 79;

/// Adds two blanks and `words` to a line, if that fits. Has it?
bool add_if_it_fits(std::string& line, const std::string& words);

/// A duration as people say it: "42 s", "3 min 05 s", "2 h 10 min", "4 d 3 h". seconds [s] >= 0.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace lacuna::app
