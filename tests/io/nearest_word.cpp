#include "io/nearest_word.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace lacuna;

TEST_CASE("the nearest word is the one with the fewest slips") {
  const std::array<std::string, 4> keys{"barrier_eV", "attempt_frequency_Hz", "law", "layers"};
  CHECK(io::nearest_word("barier_eV", keys) == "barrier_eV");
  CHECK(io::nearest_word("barrier_ev", keys) == "barrier_eV");
  CHECK(io::nearest_word("barrier", keys) == "barrier_eV");
  CHECK(io::nearest_word("lwa", keys) == "law");
  CHECK(io::nearest_word("layer", keys) == "layers");
  CHECK(io::nearest_word("layers_nm", keys) == "layers");
}

TEST_CASE("how near the nearest word has to be can be asked for") {
  const std::array<std::string, 2> words{"set", "out"};
  CHECK(io::nearest_word("seed", words) == "set");
  CHECK(io::nearest_word("seed", words, 3).empty());
  CHECK(io::nearest_word("otu", words, 3) == "out");
}

TEST_CASE("a word unlike all others has no nearest one") {
  const std::array<std::string, 2> keys{"barrier_eV", "law"};
  CHECK(io::nearest_word("temperature", keys).empty());
  CHECK(io::nearest_word("", keys).empty());
  CHECK(io::nearest_word("x", keys).empty());
  CHECK(io::nearest_word("law", {}).empty());
  CHECK(io::nearest_word(std::string(100000, 'b'), keys).empty());
}
