#include "io/input/yaml_mistakes.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"

using namespace lacuna;

namespace {

std::string refusal_of(const std::string& text) {
  try {
    static_cast<void>(io::yaml::parse(text, "c.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

void check_says(const std::string& text, const std::string& message) {
  const std::string refusal = refusal_of(text);
  CAPTURE(text);
  CAPTURE(refusal);
  CHECK(refusal.find(message) != std::string::npos);
}

}  // namespace

TEST_CASE("a tab that indents is named where it stands") {
  check_says("seed: 1\nmetal:\n\tlayers: 4\n", "c.yaml:3:1: not valid YAML: a tab indents");
  check_says("metal:\n  normal: 110\n\tlayers: 4\n  lateral_cells: [4, 3]\n",
             "c.yaml:3:1: not valid YAML: a tab indents");
}

TEST_CASE("a line that is indented like none above it is named") {
  const std::string what = "fits no line above it; begin it where";
  check_says("metal:\n  normal: 110\n   layers: 4\n",
             "c.yaml:3:4: not valid YAML: an indentation of 3");
  check_says("metal:\n  normal: 110\n   layers: 4\n", what);
  check_says("metal:\n  normal: 110\n layers: 4\n",
             "c.yaml:3:2: not valid YAML: an indentation of 1");
  check_says("seed: 1\nmetal: # sodium\n    hop:\n      law: uphill\n  layers: 4\n",
             "c.yaml:5:3: not valid YAML: an indentation of 2");
}

TEST_CASE("a missing colon, or the blank after it, is named with what to write") {
  const std::string colon = "no colon after the key; write layers: 4",
                    blank = "no blank after the colon; write layers: 4";
  check_says("metal:\n  layers 4\n  normal: 110\n", "c.yaml:2:3: not valid YAML: " + colon);
  check_says("metal:\n  layers:4\n  normal: 110\n", "c.yaml:2:3: not valid YAML: " + blank);
  check_says("metal\n  layers: 4\n", "c.yaml:1:1: not valid YAML: no colon after 'metal'");
  CHECK(io::yaml::mistake_in_key("layers 4") == colon);
  CHECK(io::yaml::mistake_in_key("layers:4") == blank);
  CHECK(io::yaml::mistake_in_key("layers").empty());
  CHECK(io::yaml::mistake_in_key("layers:").empty());
}

TEST_CASE("a bracket that is not closed is named where it is opened") {
  const std::string what = " is opened here and not closed; add ";
  check_says("metal:\n  cells: [8, 6\n  layers: 4\n",
             "c.yaml:2:10: not valid YAML: [" + what + "]");
  check_says("a: {b: 0.14\nc: 1\n", "c.yaml:1:4: not valid YAML: {" + what + "}");
  check_says("a: {b: {c: 1}\n", "c.yaml:1:4: not valid YAML: {" + what + "}");
  check_says("a: {b: [1, 2}\n", "c.yaml:1:8: not valid YAML: [" + what + "]");
  check_says("{layers: 8", "c.yaml:1:1: not valid YAML: {" + what + "}");
  check_says("name: 'a [b' # {\nc: \"\\\"[\"\nd: [1\n", "c.yaml:3:4: not valid YAML: [" + what);
}

TEST_CASE("a key before a bracket without its colon, or the blank after it, is named") {
  check_says("h:\n  a {set: {x: 1}}\n  b: 1\n",
             "c.yaml:2:3: not valid YAML: no colon after the key");
  check_says("h:\n  a: {set {x: 1}}\n", "c.yaml:2:7: not valid YAML: no colon after the key");
  check_says("h:\n  a: {set {x: 1}}\n", "write set: {");
  check_says("h: {a: 1, set:{x: 1}}\n", "c.yaml:1:11: not valid YAML: no blank after the colon");
}

TEST_CASE("two colons on a line are named, with both things that may be meant") {
  check_says("a:\n  b: c: 0.14\n",
             "c.yaml:2:6: not valid YAML: two colons on one line; write b: {c: 0.14}, or put");
}

TEST_CASE("brackets within a text are none of a list") {
  CHECK_FALSE(io::yaml::mistake_in_brackets("name: see [1\n").has_value());
  CHECK_FALSE(io::yaml::mistake_in_brackets("a: {b: [1, {c: \"}\"}], d: it's}\n").has_value());
  CHECK_FALSE(
      io::yaml::mistake_in_brackets("a:\n  - {b: 1}\n  - [{c: 2},\n {c: 3}]\n").has_value());
}

TEST_CASE("what is none of these keeps the parser's own words") {
  check_says("grid: ]1\nseed: 3\n", "not valid YAML: ");
  CHECK_FALSE(io::yaml::probable_mistake("seed: 1\nmetal:\n  layers: 4\n", 3).has_value());
  CHECK_FALSE(io::yaml::probable_mistake("list:\n  - a\n  b\n", 3).has_value());
}

TEST_CASE("an = in the place of a colon is none") {
  CHECK(io::yaml::mistake_in_key("layers = 4") == "no colon after the key; write layers: 4");
  CHECK(io::yaml::mistake_in_key("layers=4") == "no colon after the key; write layers: 4");
  check_says("seed: 1\ntemperature_K = 300\nname: a\n",
             "c.yaml:2:1: not valid YAML: no colon after the key; write temperature_K: 300");
}

TEST_CASE("two keys on a line are told from a section on the line of its key") {
  check_says("seed: 1 temperature_K: 300\nname: a\n",
             "c.yaml:1:7: not valid YAML: two keys on one line; put each on a line of its own");
  check_says("seed: 1, name: x\n", "not valid YAML: two keys on one line");
}

TEST_CASE("comments of other languages are told from keys") {
  check_says("seed: 1\n// a comment\nname: a\n",
             "c.yaml:2:1: not valid YAML: a comment begins with #, not with //");
  check_says("seed: 1\n! a comment\nname: a\n", "a comment begins with #, not with !");
  check_says("seed: 1\n; a comment\nname: a\n", "a comment begins with #, not with ;");
}

TEST_CASE("comments of other languages are told wherever a line begins with them") {
  for (const std::string sign : {"--", "%", "<!--", "/*", ";"}) {
    const std::string message = "a comment begins with #, not with " + sign;
    check_says(sign + " a comment\n" + (sign == "%" ? "a: [\n" : "name: a\n"), "c.yaml:1:1: ");
    check_says("seed: 1\n" + sign + " a comment\nname: a\n",
               "c.yaml:2:1: not valid YAML: " + message);
    check_says("metal:\n  layers: 4\n  " + sign + " a comment\n  normal: 110\n",
               "c.yaml:3:3: not valid YAML: " + message);
  }
  check_says("cells: [8, 6] // a comment\n", "c.yaml:1:15: not valid YAML: a comment begins with");
  check_says("a: 1\n---\nb: 1\n", "more than one document");
}

TEST_CASE("comments of other languages are told from the value before them") {
  using io::yaml::mistake_in_value;
  for (const char* value : {"300 // room", "300 ! room", "300 % room", "300 ; room", "300 -- room"})
    CHECK(mistake_in_value(value).starts_with("a comment begins with #, not with "));
  for (const char* value : {"300", "5 %", "8 ; 6", "25 mA/cm2", "1 -2", ""})
    CHECK(mistake_in_value(value).empty());
}

TEST_CASE("arrows and = are no colons, before a value or a bracket") {
  CHECK(io::yaml::mistake_in_key("layers -> 4") == "no colon after the key; write layers: 4");
  CHECK(io::yaml::mistake_in_key("layers => 4") == "no colon after the key; write layers: 4");
  CHECK(io::yaml::mistake_in_key("layers := 4") == "no colon after the key; write layers: 4");
  CHECK(io::yaml::mistake_in_key("layers = -4") == "no colon after the key; write layers: -4");
  for (const char* map : {"m: {cells=[8, 6], layers=6}\n", "m: {cells = [8, 6]}\n"})
    check_says(map, "c.yaml:1:5: not valid YAML: no colon after the key; write cells: [");
  check_says("cells = [8, 6]\nlayers: 6\n", "c.yaml:1:1: not valid YAML: no colon after the key");
}

TEST_CASE("a decimal comma in front is named with the number that is meant") {
  check_says("a: 1\nbarrier_eV: ,14\n", "c.yaml:2:13: not valid YAML: a decimal comma; write 0.14");
}

TEST_CASE("a sign that begins no text is told of alone, too") {
  check_says("@x", "c.yaml:1:1: not valid YAML: no text can begin with this sign");
}

TEST_CASE("a character that does not belong into a value has its name") {
  using io::yaml::odd_character;
  const auto none = [](std::string_view) { return false; };
  const auto degree = [](std::string_view sign) { return sign == "\xC2\xB0"; };
  CHECK(odd_character("300 K", none).empty());
  CHECK(odd_character("25 \xC2\xB0"
                      "C",
                      degree)
            .empty());
  CHECK(odd_character("25 \xC2\xB0\xD0\xA1", degree).starts_with("in it is U+0421, no letter"));
  CHECK(odd_character("\xE2\x80\x90"
                      "1",
                      none) == "in it is U+2010, a hyphen that is no minus; type it anew");
  CHECK(odd_character("8\xEF\xBC\x8C"
                      "6",
                      none) == "in it is U+FF0C, the full-width form of ','; type it anew");
}

TEST_CASE("a character that is taken for another, or not seen, has its name") {
  CHECK(io::yaml::mistake_in_key("la\xD1\x83"
                                 "ers")
            .find("U+0443") != std::string::npos);
  CHECK(io::yaml::mistake_in_key("layers\xE2\x80\x8B").find("U+200B, a zero-width space") !=
        std::string::npos);
  CHECK(io::yaml::mistake_in_key("layers:\xC2\xA0"
                                 "4")
            .find("U+00A0, a no-break space") != std::string::npos);
  CHECK(io::yaml::mistake_in_key("\xF0\x9F\x98\x80").find("U+1F600") != std::string::npos);
  CHECK(io::yaml::mistake_in_key("layers 4 \xC2\xB5m").find("write layers: 4") !=
        std::string::npos);
  check_says(
      "a: 1\nlayers\xEF\xBC\x9A 4\nb: 1\n",
      "c.yaml:2:1: not valid YAML: in or after the key is U+FF1A, the full-width form of ':'");
  check_says(
      "metal: \xEF\xBD\x9Blayers: 6, normal: 110\xEF\xBD\x9D\n",
      "c.yaml:1:8: not valid YAML: this is U+FF5B, the full-width form of '{'; type it anew");
}

TEST_CASE("what the YAML library says is said so that one knows what to do") {
  const auto at = [](const std::string& place) { return "c.yaml:" + place + ": not valid YAML: "; };
  check_says("name: @tiny\n", at("1:7") + "no text can begin with this sign; put it into quotes");
  check_says("a: {b: [8, 6] c: 6}\n", at("1:15") + "a comma is missing before this key");
  check_says("a: [8, [6] 7]\n", at("1:12") + "a comma is missing before this item");
  check_says("a: [8, 6]]\n", at("1:10") + "this bracket closes none; remove it");
  check_says("a: {b: 1}}\n", at("1:10") + "this bracket closes none; remove it");
  check_says("a:\n  b: [8, 6] nm\n", at("2:13") + "the value before this has ended; remove this");
  check_says("a:\n  b: 1\n  - c\n", at("3:3") + "a dash makes an item of a list");
  check_says("a:\n  - c\n  b: 1\n", at("2:3") + "a dash makes an item of a list");
}

TEST_CASE("text after the first document is named where it begins") {
  check_says("- name: a\nseed: 1\n", "c.yaml:1:1: not valid YAML: a dash makes an item of a list");
  check_says("---\na: 1\n---\nb: 1\n",
             "c.yaml:3:1: not valid YAML: more than one document: the first ends");
}
