#include "core/words.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>

namespace {

using lacuna::is_complete;
using lacuna::is_enumerator;
using lacuna::meaning_of;
using lacuna::Word;
using lacuna::word_of;

enum class Colour : std::uint8_t { red, green, blue2 };
constexpr auto words_of(Colour) {
  return std::array{Word{Colour::red, "red"}, Word{Colour::green, "green"},
                    Word{Colour::blue2, "blue"}};
}

}  // namespace

TEST_CASE("an enumerator and its word lead to each other") {
  for (const Colour colour : {Colour::red, Colour::green, Colour::blue2}) {
    CHECK(meaning_of<Colour>(word_of(colour)) == colour);
  }
  CHECK(word_of(Colour::blue2) == std::string("blue"));
  CHECK(lacuna::listed_words<Colour>() == "red, green and blue");
}

TEST_CASE("a word or a value that there is not has no counterpart") {
  CHECK_FALSE(meaning_of<Colour>("Red").has_value());
  CHECK_FALSE(meaning_of<Colour>("").has_value());
  CHECK_THROWS_AS(static_cast<void>(word_of(static_cast<Colour>(3))), lacuna::Error);
}

TEST_CASE("a table of words is complete when every enumerator has one of its own") {
  constexpr Word red{Colour::red, "red"}, green{Colour::green, "green"};
  constexpr Word blue{Colour::blue2, "blue"};
  CHECK(is_complete(std::array{red, green, blue}));
  CHECK_FALSE(is_complete(std::array{red, green}));
  CHECK_FALSE(is_complete(std::array{red, blue, green}));
  CHECK_FALSE(is_complete(std::array{red, green, Word{Colour::blue2, "green"}}));
}

TEST_CASE("enumerators are told from other values of their type") {
  CHECK(is_enumerator<Colour::red>());
  CHECK(is_enumerator<Colour::blue2>());
  CHECK_FALSE(is_enumerator<static_cast<Colour>(3)>());
}
