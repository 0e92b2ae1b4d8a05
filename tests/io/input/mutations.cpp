#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/example_cases.hpp"
#include "tests/io/input/example_studies.hpp"

using namespace lacuna;

namespace {

// Makes a valid text wrong (or differently right) in one of the ways people, editors and disks do.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string operator()(std::string text) {
    const std::size_t times = below(4) == 0 ? 2 + below(2) : 1;
    for (std::size_t k = 0; k < times; ++k) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

  void mutate(std::string& text) {
    switch (below(9)) {
      case 0: flip(text); break;
      case 1: text.insert(below(text.size() + 1), 1, static_cast<char>(below(256))); break;
      case 2: text.insert(below(text.size() + 1), pick(nasty)); break;
      case 3: text.erase(below(text.size()), 1 + below(12)); break;
      case 4: swap_lines(text); break;
      case 5: replace_value(text); break;
      case 6: rename_key(text); break;
      case 7: repeat(text); break;
      default: text.resize(below(text.size() + 1)); break;
    }
  }

  template <std::size_t N>
  const char* pick(const std::array<const char*, N>& list) {
    return list[below(N)];
  }

  void flip(std::string& text) {
    if (text.empty()) return;
    char& c = text[below(text.size())];
    c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << below(8)));
  }

  void swap_lines(std::string& text) {
    std::vector<std::string> lines;
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t end = std::min(text.find('\n', start), text.size() - 1);
      lines.push_back(text.substr(start, end - start + 1));
      start = end + 1;
    }
    if (lines.empty()) return;
    std::swap(lines[below(lines.size())], lines[below(lines.size())]);
    text.clear();
    for (const std::string& line : lines) text += line;
  }

  // What follows some colon, up to the end of that value.
  void replace_value(std::string& text) {
    const std::size_t colon = text.find(": ", below(text.size() + 1));
    if (colon == std::string::npos) return;
    const std::size_t end = std::min(text.find_first_of(",}\n", colon), text.size());
    text.replace(colon + 2, end - colon - 2, pick(nasty));
  }

  void rename_key(std::string& text) {
    const std::size_t colon = text.find(':', below(text.size() + 1));
    if (colon == std::string::npos || colon == 0) return;
    const std::size_t before = text.find_last_of(" {\n", colon - 1);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    text.replace(start, colon - start, pick(names));
  }

  void repeat(std::string& text) {
    if (text.empty()) return;
    const std::size_t start = below(text.size());
    const std::string part = text.substr(start, 1 + below(60));
    text.insert(below(text.size() + 1), part);
  }

  static constexpr std::array nasty{"-1",
                                    "0",
                                    "-0.0",
                                    "1e308",
                                    "-1e308",
                                    "1e-308",
                                    "1e400",
                                    ".inf",
                                    "-.inf",
                                    ".nan",
                                    "nan",
                                    "0x7fffffff",
                                    "0777",
                                    "1_000",
                                    "4294967296",
                                    "18446744073709551616",
                                    "9223372036854775807",
                                    "65535",
                                    "65536",
                                    "2147483648",
                                    "1e9",
                                    "99999999999",
                                    "null",
                                    "~",
                                    "",
                                    "true",
                                    "yes",
                                    "''",
                                    "\"\"",
                                    "[]",
                                    "{}",
                                    "[1",
                                    "{a",
                                    "[1, 2, 3]",
                                    "[65535, 65535]",
                                    "[1, 1]",
                                    "[2, 2]",
                                    "*a",
                                    "&a 1",
                                    "!!int 3",
                                    "- 1",
                                    "? a",
                                    "|\n  x\n",
                                    ">-\n y\n",
                                    "<<: {a: 1}",
                                    "# ",
                                    "'open",
                                    "\"open",
                                    "---\n",
                                    "...\n",
                                    "%YAML 9.9\n",
                                    "\t",
                                    "\r",
                                    "\xEF\xBB\xBF",
                                    "\xC3",
                                    "1:30",
                                    "2026-01-01",
                                    "sink",
                                    "none",
                                    "thick",
                                    "growth",
                                    "equilibrium",
                                    "111",
                                    "100",
                                    "/dev/null",
                                    "/",
                                    "..",
                                    "{equilibrium: {}}",
                                    "{constant: {j_mA_cm2: 1, time_s: 1}}",
                                    "{file: x}",
                                    "1e-20",
                                    "1e20",
                                    "0.001"};
  static constexpr std::array names{"",
                                    "seed",
                                    "metal",
                                    "layers",
                                    "temperature_K",
                                    "lateral_nm",
                                    "lateral_cells",
                                    "ramp",
                                    "constant",
                                    "pulse",
                                    "file",
                                    "hold",
                                    "hold_s",
                                    "table",
                                    "law",
                                    "surface",
                                    "equilibrium",
                                    "thick",
                                    "auto",
                                    "from_mA_cm2",
                                    "to_mA_cm2",
                                    "monolayers",
                                    "time_s",
                                    "<<",
                                    "?",
                                    "barrier_eV",
                                    "adhesion_eV",
                                    "segregation_eV",
                                    "void_vacancies",
                                    "vacancy_fraction",
                                    "normal",
                                    "far_side"};

  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("ten thousand mutations of valid cases are read or refused, nothing else") {
  Mutator mutator(20261122);
  int read = 0, refused = 0;
  std::chrono::duration<double> longest{0};
  for (int k = 0; k < 10000; ++k) {
    const std::string text =
        mutator(test::example_cases[static_cast<std::size_t>(k) % test::example_cases.size()]);
    CAPTURE(text);
    const auto start = std::chrono::steady_clock::now();
    try {
      const io::RunInput in = io::parse_case(text, "mutated", "/nowhere");
      ++read;
      REQUIRE(io::parse_case(in.canonical, "echo", "/").canonical == in.canonical);
    } catch (const InputError& error) {
      ++refused;
      REQUIRE(error.what()[0] != '\0');
    }
    longest =
        std::max<std::chrono::duration<double>>(longest, std::chrono::steady_clock::now() - start);
  }
  MESSAGE(read << " read, " << refused << " refused, the slowest took " << longest.count() << " s");
  // Both outcomes must be common, or the mutations test nothing.
  CHECK(read > 500);
  CHECK(refused > 5000);
  CHECK(longest.count() < 10.0);
}

TEST_CASE("mutations of a valid study are read or refused, nothing else") {
  const test::StudyFolder folder;
  const std::string full = test::full_study;
  const std::string inside = test::inline_base + full.substr(full.find("temperatures_K"));
  Mutator mutator(20261123);
  int read = 0, refused = 0;
  for (int k = 0; k < 1500; ++k) {
    const std::string text = mutator(k % 2 == 0 ? full : inside);
    CAPTURE(text);
    try {
      const io::StudyInput study = io::parse_study(text, "mutated", folder.path());
      ++read;
      const io::StudyInput again = test::again(study);
      REQUIRE(again.canonical == study.canonical);
      REQUIRE(io::fingerprint(again) == io::fingerprint(study));
    } catch (const InputError& error) {
      ++refused;
      REQUIRE(error.what()[0] != '\0');
    }
  }
  MESSAGE(read << " read, " << refused << " refused");
  CHECK(read > 40);
  CHECK(refused > 500);
}
