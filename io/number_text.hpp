#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna::io {

/// A decimal number as people write it: 12, -0.5, .5, 1e13, 1.0e+13. Everything else that some
/// YAML or C reader would take (hexadecimal, 1_000, 1:30, inf, nan) is refused, and so is a number
/// that a double cannot hold; -0 becomes 0.
/// Throws InputError that says what is wrong with the text.
[[nodiscard]] double parse_number(std::string_view);

/// The decimal number that a text begins with; empty if it begins with none.
[[nodiscard]] std::string_view leading_number(std::string_view);

/// A whole number >= 0 in decimal digits; a leading 0 is refused because YAML 1.1 reads it as
/// octal. Throws InputError.
[[nodiscard]] std::uint64_t parse_integer(std::string_view);

/// Is it a whole number with a minus, which is one out of range?
[[nodiscard]] bool is_below_zero(std::string_view);

/// The shortest text that reads back as the same double, and that every YAML version takes
/// for a number (2.0e+07, not 2e+07). REQUIRES a finite value.
[[nodiscard]] std::string shortest(double);

/// The number x [the user's unit] with x * factor == internal, in as few digits as possible: what
/// was read is written back unchanged although it was multiplied in between.
[[nodiscard]] double in_unit(double internal, double factor);

/// The number with so many significant digits. Throws InputError where there is none that a double
/// can hold. REQUIRES a finite value.
[[nodiscard]] double to_digits(double, int digits);

/// "1 cycle", "2 cycles"; of words whose plural is irregular both are given.
[[nodiscard]] std::string counted(std::size_t count, const std::string& one,
                                  const std::string& several = "");

/// "1 to 2"; equal ends once.
[[nodiscard]] std::string range_text(const std::string& low, const std::string& high);

/// `text` cut to a length that fits a line, control characters as `?`.
[[nodiscard]] std::string brief(std::string_view text);

/// The same in quotes, for a message.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace lacuna::io
