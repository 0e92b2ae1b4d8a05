#include "io/input/read_value.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::io;

namespace {

KeyDescription described(KeyType type, Range range = {0, 100}) {
  KeyDescription key;
  key.type = type;
  key.range = range;
  return key;
}

Value read(const KeyDescription& key, const std::string& yaml) {
  return value_of(key, yaml::parse(yaml, ""), "/data");
}

void check_refused(const KeyDescription& key, const std::string& yaml, const char* message) {
  CHECK_THROWS_WITH_AS(static_cast<void>(read(key, yaml)), doctest::Contains(message), InputError);
}

}  // namespace

TEST_CASE("a node is read as the type of its key") {
  CHECK(read(described(KeyType::number), "2.5") == Value(2.5));
  CHECK(read(described(KeyType::integer), "7") == Value(std::uint64_t{7}));
  CHECK(read(described(KeyType::numbers), "[1, 2]") == Value(std::array{1.0, 2.0}));
  CHECK(read(described(KeyType::boolean), "true") == Value(true));
  CHECK(read(described(KeyType::text), "a word") == Value(std::string("a word")));
  CHECK(read(described(KeyType::file), "b/c.csv") == Value(std::string("/data/b/c.csv")));
}

TEST_CASE("a refusal names what was expected and what was found") {
  KeyDescription number = described(KeyType::number, {0, 10});
  number.unit = "eV";
  CHECK(expected(number) == "a number (0 to 10 eV)");
  check_refused(number, "11", "'11' is out of range; 0 to 10 eV");
  check_refused(number, "[1]", "expected a number (0 to 10 eV), got a list");
  check_refused(number, "\"1\"", "is a text; write the number without quotes");
  check_refused(described(KeyType::integers), "[1, 2, 3]", "a list of two whole numbers");
}

TEST_CASE("a number alone is a list of one where the key says so, and nowhere else") {
  KeyDescription key = described(KeyType::list);
  check_refused(key, "5", "expected a list of numbers (0 to 100), got '5'");
  key.or_one = true;
  CHECK(read(key, "5") == Value(std::vector{5.0}));
  CHECK(read(key, "[5, 7]") == Value(std::vector{5.0, 7.0}));
  check_refused(key, "101", "'101' is out of range; 0 to 100");
  check_refused(key, "{a: 1}",
                "expected a number, or a list of numbers (0 to 100), got a map of keys");
}

TEST_CASE("a word is one of the choices, and a refused one says why") {
  KeyDescription key = described(KeyType::choice);
  key.choices = {{"up", "", ""}, {"over", "", ""}, {"down", "", "is not built yet"}};
  CHECK(read(key, "up") == Value(std::string("up")));
  check_refused(key, "down", "down: is not built yet");
  check_refused(key, "left", "'left' is unknown; one of up, over");
}

TEST_CASE("a negative whole number is out of range, and a quoted true is a text") {
  check_refused(described(KeyType::integer, {2, 9}), "-3", "'-3' is out of range; 2 to 9");
  check_refused(described(KeyType::integer, {0, 0}), "-1", "'-1' is out of range; 0 or more");
  check_refused(described(KeyType::integers), "[-8, 6]", "'-8' is out of range; 0 to 100");
  check_refused(described(KeyType::boolean), "\"true\"", "is a text; write true without quotes");
  check_refused(described(KeyType::boolean), "maybe", "'maybe' is neither true nor false");
}

TEST_CASE("items of a list that no comma parts are told with it") {
  check_refused(described(KeyType::integers), "[8; 6]",
                "'8; 6' is one item; commas part the items of a list: write 8, 6");
  check_refused(described(KeyType::integers), "[8 6]", "write 8, 6");
  check_refused(described(KeyType::list), "[300 350 400.5]", "write 300, 350, 400.5");
  check_refused(described(KeyType::list), "[1 000, 2]", "has its thousands set apart; write 1000");
  check_refused(described(KeyType::list), "[8 x]", "has a unit that is not known");
}

TEST_CASE("letters of other alphabets, and comments of other languages, are told with a value") {
  KeyDescription kelvin = described(KeyType::number, {0, 1000});
  kelvin.unit = "K";
  check_refused(kelvin, "1.0\xD0\xB5+2", "is not a number; write it in decimal, like 0.053 or");
  check_refused(kelvin, "1.0\xD0\xB5+2", "; in it is U+0435, no letter or sign that belongs here");
  check_refused(kelvin,
                "25 \xC2\xBA"
                "C",
                "or with °C; in it is U+00BA, an ordinal sign; type it");
  check_refused(described(KeyType::integers), "[8\xD8\x8C 6]",
                "; in it is U+060C, an Arabic comma");
  check_refused(kelvin, "300 // room", "'300 // room': a comment begins with #, not with //");
  check_refused(kelvin, "\"300 // room\"", "is a text; write the number without quotes");
  for (const char* text : {"2000 °C", "300 \xC2\xB5K"}) {
    CAPTURE(text);
    const auto message = [&]() -> std::string {
      try {
        static_cast<void>(read(kelvin, text));
      } catch (const InputError& error) {
        return error.what();
      }
      return "accepted";
    };
    CHECK(message().find("U+") == std::string::npos);
    CHECK(message() != "accepted");
  }
  CHECK(read(described(KeyType::text), "\xC3\xA9 // x") == Value(std::string("\xC3\xA9 // x")));
}
