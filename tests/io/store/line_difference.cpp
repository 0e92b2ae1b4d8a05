#include "io/store/line_difference.hpp"

#include <doctest/doctest.h>

using lacuna::io::line_difference;

TEST_CASE("equal texts do not differ, whether or not the last line ends") {
  CHECK(line_difference("", "").empty());
  CHECK(line_difference("a\nb\n", "a\nb\n").empty());
  CHECK(line_difference("a\nb\n", "a\nb").empty());
}

TEST_CASE("only the lines that one text has and the other lacks are shown, in order") {
  CHECK(line_difference("a\nb\nc\n", "a\nB\nc\n") == "- b\n+ B\n");
  CHECK(line_difference("a\nc\n", "a\nb\nc\nd\n") == "+ b\n+ d\n");
  CHECK(line_difference("a\nb\nc\n", "") == "- a\n- b\n- c\n");
  CHECK(line_difference("a\nb\n", "b\na\n") == "- a\n+ a\n");
}

TEST_CASE("what a terminal would obey in place of showing it is shown as numbers") {
  CHECK(line_difference("a: \x1b[2J\x7f\tb\r\n", "a: \xc3\xa9 \xc3\n") ==
        "- a: \\x1b[2J\\x7f\tb\\x0d\n+ a: \xc3\xa9 \\xc3\n");
}
