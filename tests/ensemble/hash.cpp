#include "ensemble/hash.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <string>

using lacuna::ensemble::hash64;

TEST_CASE("FNV-1a of known texts, finished by SplitMix64") {
  // FNV-1a: the offset basis for the empty text, 0xaf63dc4c8601ec8c for "a" (the authors' test
  // vectors).
  const auto finished = [](std::uint64_t h) {
    h += 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
    return h ^ (h >> 31);
  };
  CHECK(hash64("") == finished(0xcbf29ce484222325u));
  CHECK(hash64("a") == finished(0xaf63dc4c8601ec8cu));
}

TEST_CASE("texts that differ in their last character differ in about half of the bits") {
  int bits = 0;
  for (int n = 0; n < 1000; ++n)
    bits += std::popcount(hash64(std::to_string(n)) ^ hash64(std::to_string(n + 1)));
  CHECK(bits > 31000);
  CHECK(bits < 33000);
}
