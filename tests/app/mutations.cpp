// Broken case files through the program: whatever stands in a file, it ends with a status of design
// §9.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/temporary_directory.hpp"

using lacuna::test::Conditions;
using lacuna::test::Outcome;
using lacuna::test::TemporaryDirectory;

namespace {

constexpr const char* valid = R"(name: small
seed: 7
temperature_K: 300
metal:
  lateral_cells: [4, 3]
  layers: 6
  normal: 110
  bonds_eV: {nn1: 0.02, nn2: 0.02}
  hop: {barrier_eV: 0.053, attempt_frequency_Hz: 1.0e+13, law: symmetric}
interface:
  injection: {barrier_eV: 0.14}
  segregation_eV: 0.05
  strip: bond
far_side: sink
current:
  ramp: {from_mA_cm2: 1.0e+6, to_mA_cm2: 1.0e+8, rate_mA_cm2_per_s: 1.0e+12}
voltage: {exchange_current_relative: 1}
onset:
  primary: coverage
  coverage: {threshold: 0.1}
stop: end
sample: {every_monolayers: 0.5}
trajectory: {every_monolayers: 2}
)";

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

void change_byte(std::string& text, Random& random) {
  text[below(random, text.size())] = static_cast<char>(below(random, 256));
}

/// Often leaves a valid file with another number in it.
void change_digit(std::string& text, Random& random) {
  const std::size_t digit = text.find_first_of("0123456789", below(random, text.size()));
  if (digit != std::string::npos) text[digit] = static_cast<char>('0' + below(random, 10));
}

void drop_piece(std::string& text, Random& random) {
  text.erase(below(random, text.size()), 1 + below(random, 12));
}

void repeat_piece(std::string& text, Random& random) {
  const std::string piece = text.substr(below(random, text.size()), 1 + below(random, 60));
  text.insert(below(random, text.size()), piece);
}

/// A value, or what follows some colon, becomes something that a user would regret.
void spoil_value(std::string& text, Random& random) {
  static const std::vector<std::string> values{"-1",
                                               "0",
                                               "1e308",
                                               "-1e-308",
                                               "nan",
                                               ".inf",
                                               "null",
                                               "~",
                                               "[]",
                                               "{}",
                                               "[[[[",
                                               "*a",
                                               "&a x",
                                               "!!binary x",
                                               "\"",
                                               "'",
                                               "99999999999999999999",
                                               "4294967295",
                                               "yes",
                                               "0x10",
                                               "1_000",
                                               "\t",
                                               "- 1",
                                               "{a: {b: {c: 1}}}",
                                               "|",
                                               ">",
                                               "%",
                                               "@",
                                               "`"};
  const std::size_t colon = text.find(": ", below(random, text.size()));
  if (colon == std::string::npos) return;
  const std::size_t end = text.find_first_of(",}\n", colon);
  text.replace(colon + 2, (end == std::string::npos ? text.size() : end) - colon - 2,
               values[below(random, values.size())]);
}

void swap_lines(std::string& text, Random& random) {
  const std::size_t cut = text.find('\n', below(random, text.size()));
  if (cut != std::string::npos) text = text.substr(cut + 1) + text.substr(0, cut + 1);
}

std::string mutated(Random& random) {
  using Mutation = void (*)(std::string&, Random&);
  static constexpr Mutation mutations[] = {change_digit, change_digit, change_digit,
                                           change_byte,  drop_piece,   repeat_piece,
                                           spoil_value,  spoil_value,  swap_lines};
  std::string text = valid;
  for (std::size_t n = 1 + below(random, 3); n > 0 && !text.empty(); --n) {
    mutations[below(random, std::size(mutations))](text, random);
  }
  return text;
}

}  // namespace

TEST_SUITE("all") {
  TEST_CASE("two hundred broken case files end with status 0 or 2, and 2 leaves nothing behind") {
    Random random(20260323);
    int accepted = 0;
    int refused = 0;
    for (int n = 0; n < 200; ++n) {
      const TemporaryDirectory folder;
      const std::string text = mutated(random);
      lacuna::test::put(folder / "case.yaml", text);
      Conditions conditions;
      conditions.folder = folder.path();
      conditions.patience = std::chrono::seconds(120);
      const Outcome outcome =
          lacuna::test::lacuna({"run", "case.yaml", "--quiet", "--set", "limits.events=2000",
                                "--set", "limits.monolayers=20"},
                               conditions);
      CAPTURE(n);
      CAPTURE(text);
      CAPTURE(outcome.err);
      CHECK_FALSE(outcome.timed_out);
      CHECK(outcome.signal == 0);
      CHECK((outcome.status == 0 || outcome.status == 2));
      if (outcome.status == 0) {
        ++accepted;
        CHECK(std::filesystem::exists(folder / "case.out/summary.json"));
      } else {
        ++refused;
        CHECK_FALSE(outcome.err.empty());
        CHECK_FALSE(std::filesystem::exists(folder / "case.out"));
      }
    }
    // Both roads are travelled: mutations neither always break a file nor never.
    CHECK(accepted >= 10);
    CHECK(refused >= 50);
  }
}
