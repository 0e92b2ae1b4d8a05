#include "io/store/key_difference.hpp"

#include <doctest/doctest.h>

#include <string>

using lacuna::io::key_difference;

TEST_CASE("keys that differ are told with both values, those nearest to the top first") {
  CHECK(key_difference("metal: {layers: 5, bonds_eV: {nn1: 0.02}}\nseed: 1\n",
                       "metal: {layers: 6, bonds_eV: {nn1: 0.03}}\nseed: 2\n") ==
        "  seed: was 1, now 2\n"
        "  metal.layers: was 5, now 6\n"
        "  metal.bonds_eV.nn1: was 0.02, now 0.03\n");
}

TEST_CASE("keys that one input lacks, and values of another kind, are told as they are") {
  CHECK(key_difference("far_side: sink\nold: 1\n", "far_side: {growth: {nm: 2}}\nnew: [1, 2]\n") ==
        "  far_side: was sink, now {growth: {nm: 2}}\n"
        "  old: was 1, now absent\n"
        "  new: was absent, now [1, 2]\n");
}

TEST_CASE("of lists of one length the items that differ are told, of others the lists") {
  CHECK(key_difference("t: [1, 2, 3]\n", "t: [1, 5, 3]\n") == "  t[1]: was 2, now 5\n");
  CHECK(key_difference("t: [1, 2]\n", "t: [1]\n") == "  t: was [1, 2], now [1]\n");
}

TEST_CASE("of many keys that differ ten are told, and how many more there are") {
  std::string before, after;
  for (int n = 0; n < 13; ++n) {
    before += "k" + std::to_string(n) + ": 1\n";
    after += "k" + std::to_string(n) + ": 2\n";
  }
  const std::string told = key_difference(before, after);
  CHECK(told.find("  k9: was 1, now 2\n  and 3 more\n") != std::string::npos);
  CHECK(told.find("k10") == std::string::npos);
}

TEST_CASE("inputs whose keys agree, or that cannot be read, are told apart") {
  CHECK(key_difference("a: 1\nb: 2\n", "b: 2\na: 1\n").find("no key") != std::string::npos);
  CHECK(key_difference("a: [1\n", "a: 1\n").find("the input there:") != std::string::npos);
}

TEST_CASE("what a terminal would obey in place of showing it is not shown, nor what is long") {
  const std::string told = key_difference(R"("a\e[2J": "b\e[2J")", "c: " + std::string(99, 'x'));
  CHECK(told == "  a?[2J: was \"b?[2J\", now absent\n  c: was absent, now " + std::string(40, 'x') +
                    "...\n");
}
