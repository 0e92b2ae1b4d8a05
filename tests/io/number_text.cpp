#include "io/number_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"

using namespace lacuna;

TEST_CASE("numbers are read in the decimal forms people write") {
  CHECK(io::parse_number("12") == 12.0);
  CHECK(io::parse_number("-0.5") == -0.5);
  CHECK(io::parse_number(".5") == 0.5);
  CHECK(io::parse_number("5.") == 5.0);
  CHECK(io::parse_number("+1e13") == 1e13);
  CHECK(io::parse_number("1.0e+13") == 1e13);
  CHECK(io::parse_number("1E-3") == 1e-3);
  CHECK_FALSE(std::signbit(io::parse_number("-0")));
  CHECK_FALSE(std::signbit(io::parse_number("-0.0e5")));
}

TEST_CASE("what is no decimal number is refused as one") {
  for (const char* text : {"",    "-",    ".",     "e5",    "1e",       "1e+",   "0x10",  "1_000",
                           "1,5", "1:30", "inf",   ".inf",  "nan",      ".nan",  "1 ",    " 1",
                           "1f",  "--1",  "1.2.3", "1e5.5", "infinity", "1e400", "-1e400"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(static_cast<void>(io::parse_number(text)), InputError);
  }
}

TEST_CASE("whole numbers are decimal digits without a sign, a point or leading zeros") {
  CHECK(io::parse_integer("0") == 0);
  CHECK(io::parse_integer("16") == 16);
  CHECK(io::parse_integer("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"", "-1", "+1", "1.0", "1e3", "0x1F", "0o17", "017", "00", "1_000",
                           "18446744073709551616", " 1"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(static_cast<void>(io::parse_integer(text)), InputError);
  }
}

TEST_CASE("numbers are written as people would, and read back as the same double") {
  CHECK(io::shortest(0.0) == "0");
  CHECK(io::shortest(12.0) == "12");
  CHECK(io::shortest(0.053) == "0.053");
  CHECK(io::shortest(200000.0) == "200000");
  CHECK(io::shortest(1e13) == "1.0e+13");
  CHECK(io::shortest(-2.5e-9) == "-2.5e-09");
  std::mt19937_64 random(1);
  for (int k = 0; k < 2000; ++k) {
    const double value =
        std::ldexp(static_cast<double>(random() >> 11U), static_cast<int>(random() % 200U) - 150);
    CHECK(io::parse_number(io::shortest(value)) == value);
  }
}

TEST_CASE("a number multiplied by its unit comes back as it was typed") {
  std::mt19937_64 random(2);
  for (const double factor :
       {constants::mA_per_cm2, constants::J_per_m2, constants::ohm_cm2, 0.1, 3.0}) {
    for (int k = 0; k < 500; ++k) {
      const double typed = static_cast<double>(random() % 100000U) *
                           std::pow(10.0, static_cast<int>(random() % 20U) - 10);
      CHECK(io::in_unit(typed * factor, factor) * factor == typed * factor);
    }
    CHECK(io::in_unit(123.456 * factor, factor) == 123.456);
    CHECK(io::in_unit(2.0e5 * factor, factor) == 2.0e5);
    CHECK(io::in_unit(0.1 * factor, factor) == 0.1);
  }
}

TEST_CASE("a number is rounded to digits that count") {
  CHECK(io::to_digits(0.0123456, 3) == 0.0123);
  CHECK(io::to_digits(-98765.4, 2) == -99000);
  CHECK(io::to_digits(1.0 / 3, 5) == 0.33333);
  CHECK_FALSE(std::signbit(io::to_digits(-0.0, 5)));
  CHECK_THROWS_AS(static_cast<void>(io::to_digits(1.7976931348623157e308, 2)), InputError);
}

TEST_CASE("a text in a message is quoted, short and free of control characters") {
  CHECK(io::shown("abc") == "'abc'");
  CHECK(io::shown("a\nb") == "'a?b'");
  CHECK(io::shown(std::string(100, 'x')) == "'" + std::string(40, 'x') + "...'");
  // 39 letters and a two-byte one: the cut does not fall inside it.
  CHECK(io::shown(std::string(39, 'x') + "\xC3\xA9\xC3\xA9") ==
        "'" + std::string(39, 'x') + "...'");
}

TEST_CASE("one of a kind is counted in the singular") {
  CHECK(io::counted(1, "cycle") == "1 cycle");
  CHECK(io::counted(0, "cycle") == "0 cycles");
  CHECK(io::counted(2, "hypothesis", "hypotheses") == "2 hypotheses");
}

TEST_CASE("commas and points that set thousands apart are told from decimal ones") {
  const auto refuses = [](const char* text, const char* message) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(static_cast<void>(io::parse_number(text)), doctest::Contains(message),
                         InputError);
  };
  refuses("1,000", "'1,000' may be 1000 or 1.000; write one of these");
  refuses("12,500 nm", "may be 12500 nm or 12.500 nm");
  refuses("0,053", "has a decimal comma; write 0.053");
  refuses("300,5", "has a decimal comma; write 300.5");
  refuses("1,000.5", "has its thousands set apart; write 1000.5");
  refuses("1.000,5", "has its thousands set apart; write 1000.5");
  refuses("5\xE2\x80\x8B", "a blank that is not the keyboard's");
  refuses("1 000,5", "has its thousands set apart; write 1000.5");
}

TEST_CASE("a whole number below zero is one") {
  CHECK(io::is_below_zero("-3"));
  for (const char* text : {"3", "-", "-3.5", "--3", "-x", ""}) CHECK_FALSE(io::is_below_zero(text));
}
