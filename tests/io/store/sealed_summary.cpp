#include "io/store/sealed_summary.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

constexpr std::array<std::string_view, 3> files{"series.csv", "layers.csv", "trajectory.lacuna"};

std::string refusal(const test::TemporaryDirectory& folder) {
  try {
    io::require_unchanged(folder.path());
  } catch (const InputError& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

TEST_CASE(
    "a sealed summary knows its own bytes and those of the files beside it, each bit of them") {
  const test::TemporaryDirectory folder;
  test::put(folder / "series.csv", "time_s\n0.5\n");
  const std::string summary = "{\n  \"j_mA_cm2\": 0.30000000000000004\n}\n";
  test::put(folder / "summary.json", io::sealed_summary(summary, folder.path(), files, 0x1f));
  CHECK(refusal(folder).empty());
  for (const char* name : {"series.csv", "summary.json"}) {
    const std::string whole = test::contents(folder / name);
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::string text = whole;
      text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
      test::put(folder / name, text);
      CHECK_MESSAGE(refusal(folder).find(name) != std::string::npos, name << ", bit " << bit);
    }
    test::put(folder / name, whole);
  }
  test::put(folder / "series.csv", "time_s\n");
  CHECK_THROWS_AS(io::require_unchanged(folder.path(), "series.csv"), InputError);
  CHECK_NOTHROW(io::require_unchanged(folder.path(), "layers.csv"));
  std::filesystem::remove(folder / "summary.json");  // as of a run that is under way
  CHECK_NOTHROW(io::require_unchanged(folder.path(), "series.csv"));
}

TEST_CASE("a file of a finished run is missed, but for a trajectory that takes too much space") {
  const test::TemporaryDirectory folder;
  for (const char* name : {"series.csv", "trajectory.lacuna"}) test::put(folder / name, "1\n");
  test::put(folder / "summary.json", io::sealed_summary("{}\n", folder.path(), files, 0x1f));
  std::filesystem::remove(folder / "trajectory.lacuna");
  CHECK(refusal(folder).empty());
  std::filesystem::remove(folder / "series.csv");
  CHECK(refusal(folder).find("series.csv is missing") != std::string::npos);
  CHECK_THROWS_AS(io::require_unchanged(folder.path(), "series.csv"), InputError);
}
