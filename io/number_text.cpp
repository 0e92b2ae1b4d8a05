#include "io/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Of [+-] digits [. digits] [e [+-] digits], with at least one digit before the exponent; 0: none.
std::size_t decimal_length(std::string_view text) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const std::size_t whole = at;
  at = skip_digits(text, at);
  std::size_t digits = at - whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = at + 1;
    at = skip_digits(text, fraction);
    digits += at - fraction;
  }
  if (digits == 0) return 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t exponent = at + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    const std::size_t end = skip_digits(text, exponent);
    if (end > exponent) return end;
  }
  return at;
}

bool is_decimal(std::string_view text) {
  return !text.empty() && decimal_length(text) == text.size();
}

// "300,5" as "300.5", also with a unit behind it; empty if it is no such number.
std::string with_decimal_point(std::string_view text) {
  std::string changed(text);
  const std::size_t comma = changed.find(',');
  if (comma == std::string::npos) return {};
  changed[comma] = '.';
  const std::size_t end = decimal_length(changed);
  const bool is_number = end > comma && (end == changed.size() || changed[end] == ' ');
  return is_number ? changed : std::string();
}

// Blanks that look like the keyboard's, or like none: U+00A0, U+2009, U+202F, U+200B.
constexpr std::array<std::string_view, 4> odd_blanks{"\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF",
                                                     "\xE2\x80\x8B"};

enum class Numbers { whole, any };

// "1 000 000", "1,000,000", "1,000.5" and "1.000,5" without what sets thousands apart, with what
// follows; empty if nothing does. One point alone would as well be a decimal one, and so would one
// comma but in a whole number.
std::string without_thousands(std::string_view text, Numbers kind) {
  constexpr std::array<std::string_view, 8> separators{
      " ", "_", "'", ",", ".", odd_blanks[0], odd_blanks[1], odd_blanks[2]};
  for (const std::string_view separator : separators) {
    std::size_t at = skip_digits(text, 0);
    if (at == 0 || at > 3) return {};
    std::string digits(text.substr(0, at));
    int groups = 0;
    while (text.substr(at, separator.size()) == separator &&
           skip_digits(text, at + separator.size()) == at + separator.size() + 3) {
      digits += text.substr(at + separator.size(), 3);
      at += separator.size() + 3;
      ++groups;
    }
    std::string rest(text.substr(at));
    const bool has_decimals = rest.size() > 1 && (rest[0] == '.' || rest[0] == ',') &&
                              rest[0] != separator[0] && is_digit(rest[1]);
    if (has_decimals) rest[0] = '.';
    const bool decimal = separator == "." || (separator == "," && kind == Numbers::any);
    if (groups > (decimal && !has_decimals ? 1 : 0)) return digits + rest;
  }
  return {};
}

// "300,5", and "1,000", which may be a thousand or one.
void refuse_decimal_comma(std::string_view text) {
  const std::string point = with_decimal_point(text);
  if (point.empty()) return;
  const std::string thousands =
      text.front() == '0' ? std::string() : without_thousands(text, Numbers::whole);
  if (!thousands.empty()) {
    throw InputError(shown(text) + " may be " + thousands + " or " + point +
                     "; write one of these");
  }
  throw InputError(shown(text) + " has a decimal comma; write " + point);
}

// A reason that is not to be seen, or looks right; none is found: nothing.
void refuse_separators(std::string_view text, Numbers kind) {
  if (const std::string plain = without_thousands(text, kind); !plain.empty())
    throw InputError(shown(text) + " has its thousands set apart; write " + plain);
  for (const std::string_view blank : odd_blanks)
    if (text.find(blank) != std::string_view::npos)
      throw InputError(shown(text) +
                       " has a blank that is not the keyboard's (as U+00A0, no-break); remove it");
}

double read_double(const char* first, const char* last) {
  double value = 0.0;
  const auto result = std::from_chars(first, last, value);
  return result.ec == std::errc{} ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::string_view leading_number(std::string_view text) {
  return text.substr(0, decimal_length(text));
}

double parse_number(std::string_view text) {
  if (!is_decimal(text)) {
    refuse_decimal_comma(text);
    refuse_separators(text, Numbers::any);
    throw InputError(shown(text) + " is not a number; write it in decimal, like 0.053 or 1.0e+13");
  }
  if (text.front() == '+') text.remove_prefix(1);  // from_chars knows no leading plus
  const double value = read_double(text.data(), text.data() + text.size());
  if (!std::isfinite(value)) throw InputError(shown(text) + " is beyond what a double can hold");
  return value == 0.0 ? 0.0 : value;
}

std::uint64_t parse_integer(std::string_view text) {
  if (text.empty() || skip_digits(text, 0) != text.size()) {
    refuse_separators(text, Numbers::whole);
    throw InputError(shown(text) + " is not a whole number; write decimal digits only, like 16");
  }
  if (text.size() > 1 && text.front() == '0') {
    throw InputError(shown(text) +
                     " starts with 0, which some readers take for octal; remove the zeros");
  }
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{})
    throw InputError(shown(text) + " is too large; at most 18446744073709551615");
  return value;
}

bool is_below_zero(std::string_view text) {
  return text.size() > 1 && text.front() == '-' && skip_digits(text, 1) == text.size();
}

std::string shortest(double value) {
  // Plain digits where people would write them.
  const double size = std::abs(value);
  const bool plain = size == 0.0 || (size >= 1e-4 && size < 1e6);
  std::array<char, 40> buffer{};
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                    plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer.data(), result.ptr);
  // YAML 1.1 readers take 2e+07 for a text: a mantissa needs its point.
  if (!plain && text.find('.') == std::string::npos) text.insert(text.find('e'), ".0");
  return text;
}

double in_unit(double internal, double factor) {
  if (factor == 1.0 || internal == 0.0) return internal;
  const double quotient = internal / factor;
  std::array<char, 40> buffer{};
  for (int digits = 0; digits <= 16; ++digits) {
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), quotient,
                                       std::chars_format::scientific, digits);
    const double value = read_double(buffer.data(), written.ptr);
    if (value * factor == internal) return value;
  }
  // Rounding in the two operations can put the number that was read a step or two aside.
  double below = quotient;
  double above = quotient;
  for (int step = 0; step < 4; ++step) {
    below = std::nextafter(below, -std::numeric_limits<double>::infinity());
    above = std::nextafter(above, std::numeric_limits<double>::infinity());
    if (below * factor == internal) return below;
    if (above * factor == internal) return above;
  }
  return quotient;
}

double to_digits(double value, int digits) {
  return parse_number(fmt::format("{:.{}g}", value, digits));
}

std::string range_text(const std::string& low, const std::string& high) {
  return low == high ? low : low + " to " + high;
}

std::string counted(std::size_t count, const std::string& one, const std::string& several) {
  const std::string many = several.empty() ? one + "s" : several;
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string brief(std::string_view text) {
  constexpr std::size_t most = 40;
  std::string line;
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  if (text.size() > most) {
    // Not in the middle of a UTF-8 sequence: its later bytes are 10xxxxxx.
    while (!line.empty() && (static_cast<unsigned char>(text[line.size()]) & 0xC0U) == 0x80U)
      line.pop_back();
    line += "...";
  }
  return line;
}

std::string shown(std::string_view text) { return "'" + brief(text) + "'"; }

}  // namespace lacuna::io
