#include "io/input/yaml_tree.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <string>

#include "core/error.hpp"

using namespace lacuna;
using io::yaml::block;
using io::yaml::Node;
using io::yaml::one_line;
using io::yaml::parse;
using io::yaml::Place;

namespace {

std::string repeated(const std::string& part, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += part;
  return text;
}

void check_text_refused(const std::string& text, const std::string& message) {
  CAPTURE(text.substr(0, 80));
  CHECK_THROWS_WITH_AS(static_cast<void>(io::yaml::parse(text, "f")),
                       doctest::Contains(message.c_str()), InputError);
}

}  // namespace

TEST_CASE("a document becomes a tree that knows where everything stood") {
  const Node root = io::yaml::parse("a: 1\nb:\n  c: [x, 'y']\n  d:\n", "f");
  REQUIRE(root.kind == Node::Kind::map);
  REQUIRE(root.find("a") != nullptr);
  CHECK(root.find("a")->text == "1");
  CHECK(root.find("a")->place == Place{1, 4, -1});
  const Node* b = root.find("b");
  REQUIRE(b != nullptr);
  CHECK(b->entries[0].place == Place{3, 3, -1});
  REQUIRE(b->find("c")->items.size() == 2);
  CHECK_FALSE(b->find("c")->items[0].in_quotes);
  CHECK(b->find("c")->items[1].in_quotes);
  CHECK(b->find("c")->items[1].text == "y");
  CHECK(b->find("d")->kind == Node::Kind::null);
  CHECK(root.find("c") == nullptr);
}

TEST_CASE("duplicate keys are all kept for the reader to complain about") {
  const Node root = io::yaml::parse("a: 1\na: 2\n", "f");
  REQUIRE(root.entries.size() == 2);
  CHECK(root.find("a")->text == "1");
}

TEST_CASE("an empty value stands where its key does") {
  const Node root = io::yaml::parse("a:\nb: {c: , d: 1}\n\ne:\n", "f");
  CHECK(root.find("a")->place == Place{1, 1, -1});
  CHECK(root.find("b")->find("c")->place == Place{2, 5, -1});
  CHECK(root.find("e")->place == Place{4, 1, -1});
}

TEST_CASE("a decimal comma in a map in brackets stays in its number") {
  const Node root = io::yaml::parse("{a: 0,14, b: 1,000,000 mA, c: x,5, d: '1',5, e: 1, f: }", "f");
  CHECK(one_line(root) ==
        "{a: \"0,14\", b: \"1,000,000 mA\", c: x, \"5\": null, d: \"1\", \"5\": null, e: 1, f: "
        "null}");
  CHECK(one_line(io::yaml::parse("{a: ,14, b: }", "f")) == "{a: \",14\", b: null}");
  CHECK(one_line(io::yaml::parse("a: 1\n14:\n", "f")) == "{a: 1, \"14\": null}");
}

TEST_CASE("an empty document is nothing") {
  CHECK(io::yaml::parse("", "f").kind == Node::Kind::null);
  CHECK(io::yaml::parse("# only a comment\n", "f").kind == Node::Kind::null);
}

TEST_CASE("what YAML offers beyond plain maps, lists and scalars is refused") {
  check_text_refused("a: &x 1\n", "f:1:4: anchors and aliases");
  check_text_refused("a: &x 1\nb: *x\n", "f:1:4: anchors and aliases");
  check_text_refused("base: &b {x: 1}\na: {<<: *b}\n", "anchors and aliases");
  check_text_refused("a: !!float 1\n", "f:1:4: tags");
  check_text_refused("a: !mine {b: 1}\n", "tags");
  check_text_refused("? [a, b]\n: 1\n", "a key must be a word");
  check_text_refused("a: 1\n---\nb: 2\n", "more than one document");
  check_text_refused("a: 1\n...\nb: 2\n", "more than one document");
}

TEST_CASE("a syntax error is reported with its line and column") {
  check_text_refused("a: 1\nb: [1, 2\n", "f:2:4: not valid YAML");
  check_text_refused("a: 1\n b: 2\n", "not valid YAML");
  check_text_refused("a: 'open\n",
                     "f:1:4: not valid YAML: a quote is opened here and never closed");
  check_text_refused("\xEF\xBB\xBF\xC3\xA9: 1\na: \"open\\\"\nb: 2\n",
                     "a quote is opened here and never closed");
  CHECK(io::yaml::parse("\xC3\xA9: 'it''s'\nb: \"a\\\"b\"\n", "f").find("b")->text == "a\"b");
  check_text_refused("a: b: c\n", "not valid YAML");
  check_text_refused("\t\ta: 1\n", "not valid YAML");
}

TEST_CASE("bytes that are no text are refused with their place") {
  check_text_refused(std::string("a: 1\nb: \0", 9), "f:2:4: not UTF-8 text");
  check_text_refused("a: \xFF\n", "f:1:4: not UTF-8 text");
  check_text_refused("a: 1\n\x04", "f:2:1: not UTF-8 text");
  check_text_refused(std::string((1U << 20U) + 1, ' '), "larger than 1048576 bytes");
}

TEST_CASE("nesting is limited, and long hostile texts are answered in seconds") {
  check_text_refused("a: " + std::string(17, '[') + std::string(17, ']'),
                     "nested more than 16 levels deep");
  constexpr std::size_t size = 300'000;
  const std::array<std::string, 10> parts{"[",    "{",    "- ", "? ", "[[]",
                                          "{a: ", "a: {", "'a", "!",  "&a "};
  for (const std::string& part : parts) {
    CAPTURE(part);
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(static_cast<void>(io::yaml::parse(repeated(part, size), "f")), InputError);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  }
}

TEST_CASE("scalars are quoted where YAML would take them for something else") {
  using io::yaml::scalar;
  CHECK(scalar("bare") == "bare");
  CHECK(scalar("/home/a/b.csv") == "/home/a/b.csv");
  CHECK(scalar("yes") == "\"yes\"");
  CHECK(scalar("Null") == "\"Null\"");
  CHECK(scalar("12") == "\"12\"");
  CHECK(scalar("a: b") == "\"a: b\"");
  CHECK(scalar("") == "\"\"");
  for (const char* text : {"bare", "a \"quoted\" \\ thing", "# no comment", "- x",
                           "Na\xE2\x80\x93Sn", "~", "true", " padded "}) {
    CAPTURE(text);
    const Node root = io::yaml::parse("k: " + scalar(text) + "\n", "f");
    CHECK(root.find("k")->text == text);
    CHECK(root.find("k")->kind == Node::Kind::scalar);
  }
}

TEST_CASE("a value written on one line, or as a block, reads back as the same value") {
  for (const char* text :
       {"3", "-0.5", "1.0e+13", "\"3\"", "\"\"", "a b", "null", "[1, [2, x], {}]",
        "{a: 1, b: {c: [], d: true}}", "\"true\"", "\"it's \\\"so\\\"\"", "\"two\\nlines\"",
        "\"- x\"", "\"--\"", "\"a: b\"", "θ",
        "{\"a b\": {metal.layers: [8, 16]}, \"7\": x, e: {}}"}) {
    CAPTURE(text);
    const Node node = parse(text, "");
    const auto same = [](const Node& a, const Node& b, const auto& self) -> bool {
      if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
          a.entries.size() != b.entries.size())
        return false;
      for (std::size_t k = 0; k < a.items.size(); ++k) {
        if (!self(a.items[k], b.items[k], self)) return false;
      }
      for (std::size_t k = 0; k < a.entries.size(); ++k) {
        if (a.entries[k].key != b.entries[k].key ||
            !self(a.entries[k].value, b.entries[k].value, self))
          return false;
      }
      return true;
    };
    CHECK(same(node, parse(one_line(node), ""), same));
    CHECK(same(node, parse(block(node), ""), same));
  }
  // A number stays one, and what was in quotes stays a text.
  CHECK_FALSE(parse(one_line(parse("110", "")), "").in_quotes);
  CHECK(parse(one_line(parse("\"110\"", "")), "").in_quotes);
  CHECK(block(parse("{a: {b: 1, c: [1, 2]}, d: x}", "")) == "a:\n  b: 1\n  c: [1, 2]\nd: x");
}

TEST_CASE("a decimal comma in a list is told from the comma between items") {
  check_text_refused("t: [300,5, 350,5]\n",
                     "f:1:5: t: '300,5' has a decimal comma; write 300.5; if these are several");
  check_text_refused("t: [1,000, 1,100]\n", "f:1:5: t: '1,000' may be 1000 or 1.000; write one");
  check_text_refused("t: [1,000]\n", "'1,000' may be 1000 or 1.000");
  check_text_refused("t: [2, 1,000,000]\n", "f:1:8: t: '1,000,000' has its thousands set apart");
  CHECK(one_line(io::yaml::parse("[8,6]", "f")) == "[8, 6]");
  CHECK(one_line(io::yaml::parse("a: []\nb: [8, ]", "f")) == "{a: [], b: [8]}");
  CHECK(one_line(io::yaml::parse("[0,0.5,10]", "f")) == "[0, 0.5, 10]");
  CHECK(one_line(io::yaml::parse("[8,6,\n 7,5]", "f")) == "[8, 6, 7, 5]");
  CHECK(one_line(io::yaml::parse("[[8,6], [7,5]]", "f")) == "[[8, 6], [7, 5]]");
  CHECK(one_line(io::yaml::parse("[a,5, b1,c]", "f")) == "[a, 5, b1, c]");
}

TEST_CASE("whole numbers in order are items, with and without blanks after the commas") {
  for (const char* list : {"[300,350, 400,450]", "[300,310, 320]", "[300, 310,320]",
                           "[8,10, 12,14]", "[400,350, 300]"}) {
    CAPTURE(list);
    CHECK(io::yaml::parse(list, "f").items.size() > 2);
  }
  const std::string both = "; if these are several items, put a blank after each comma";
  for (const char* list : {"[300,50, 350]", "[280,5, 300, 350]", "[1,100, 1,200]", "[1,100, 1200]",
                           "[10,15, 10,25]", "[1,5, 10]", "[0,14, 15]", "[25,50 nm, 60]"}) {
    CAPTURE(list);
    check_text_refused(list, both);
  }
}

TEST_CASE("a CR alone ends a line where no line ends otherwise") {
  CHECK(one_line(io::yaml::parse("a: 1\rb:\r  c: 2\r", "f")) == "{a: 1, b: {c: 2}}");
}

TEST_CASE("CR and LF by turns, or LF CR, end lines") {
  CHECK(one_line(io::yaml::parse("a: 1\rb:\n  c: 2\r  d: 3\n", "f")) == "{a: 1, b: {c: 2, d: 3}}");
  CHECK(one_line(io::yaml::parse("a: 1\n\rb:\n\r  c: 2\n\r", "f")) == "{a: 1, b: {c: 2}}");
  CHECK(one_line(io::yaml::parse("a: 1\r\nb:\r\n  c: 2\n", "f")) == "{a: 1, b: {c: 2}}");
  check_text_refused("a: 1\n\rb: [\n\r", "f:2:4: ");
}
