#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace lacuna::io {

/// What a figure is drawn on.
enum class Medium : std::uint8_t {
  characters,  ///< a terminal
  svg,         ///< for a publication: units, error bars, a generic font
};

/// A figure as gnuplot's commands, without those that choose the medium.
struct Figure {
  std::string name;  ///< of its file, without extension
  std::string script;
  int width = 640, height = 440;  ///< of an SVG
};

/// The commands that gnuplot is given.
[[nodiscard]] std::string whole_script(const Figure&, Medium);

/// The figure in characters; a sentence that says so where there is no gnuplot.
[[nodiscard]] std::string in_characters(const Figure&);

/// The figure as SVG. Throws RuntimeFailure, which says why, if gnuplot is not there or fails.
[[nodiscard]] std::string as_svg(const Figure&);

/// "mA/cm2" as the medium can write it.
[[nodiscard]] const char* current_unit(Medium);
/// The format of tics that are powers of ten, as the medium can show it.
[[nodiscard]] const char* powers(Medium);

/// A text to be shown, in gnuplot's single quotes; underscores, which lower what follows them,
/// become blanks.
[[nodiscard]] std::string quoted(const std::string&);

/// Marks of an interval that is open at an end, over the points of its line: what a block of rows
/// `data` "x y" and a plot of it add; nothing without rows. `words` says it in a title.
struct HollowPoints {
  std::string data, plot;
  static constexpr const char* words = "hollow: an end of the interval is open";
};
[[nodiscard]] HollowPoints hollow_points(const std::string& block, const std::string& rows);

/// Lines that a colour and a point of their own tell apart; one more is as the first.
inline constexpr std::size_t line_types = 8;
/// Of the k-th of many lines: 1 to `line_types`.
[[nodiscard]] constexpr std::size_t line_type(std::size_t k) { return k % line_types + 1; }

}  // namespace lacuna::io
