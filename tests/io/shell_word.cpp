#include "io/shell_word.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "tests/temporary_directory.hpp"

using lacuna::io::shell_word;

TEST_CASE("words that need no quotes get none") {
  CHECK(shell_word("metal.layers=8") == "metal.layers=8");
  CHECK(shell_word("a/b-c_d.yaml") == "a/b-c_d.yaml");
}

TEST_CASE("whatever a word holds, a shell reads the same back") {
  const lacuna::test::TemporaryDirectory folder;
  for (const std::string& text :
       {std::string(), std::string("two words"), std::string("it's"),
        std::string("$HOME `x` \"y\" \\ * ~ #"), std::string("{nn1: 0.06, nn2: 0.06}"),
        std::string("-n"), std::string("a;b|c&d\ne")}) {
    const std::string command =
        "printf %s " + shell_word(text) + " > " + shell_word((folder / "out").string());
    REQUIRE(std::system(command.c_str()) == 0);  // what is tested
    CHECK(lacuna::test::contents(folder / "out") == text);
  }
}
