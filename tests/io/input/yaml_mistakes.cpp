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
