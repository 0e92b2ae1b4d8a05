#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/temporary_directory.hpp"

using lacuna::test::Conditions;
using lacuna::test::contents;

TEST_CASE("every shipped example runs, shortened, and checks") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE(source != nullptr);
  for (const std::string name : {"highway", "bare", "coated"}) {
    CAPTURE(name);
    const lacuna::test::TemporaryDirectory folder;
    Conditions conditions;
    conditions.folder = folder.path();
    const std::string file =
        (std::filesystem::path(source) / "examples" / name / "case.yaml").string();
    const auto run = lacuna::test::lacuna(
        {"run", file, "--out", "out", "--quiet", "--set", "limits.monolayers=0.3"}, conditions);
    REQUIRE_MESSAGE(run.status == 0, run.err);
    const auto summary = nlohmann::json::parse(contents(folder / "out/summary.json"));
    CHECK(summary.at("name") == name);
    CHECK(summary.at("ending") == "limit");
    CHECK(summary.at("events").at("stripped") == 336);  // 0.3 of 1120 sites
    const auto check = lacuna::test::lacuna({"check", file, "--events", "1e6"}, conditions);
    CHECK_MESSAGE(check.status == 0, check.err);
    CHECK(check.out.find("an upper bound") != std::string::npos);
  }
}

TEST_SUITE("all") {
  TEST_CASE("every shipped study lists its work") {
    const char* source = std::getenv("LACUNA_SOURCE");
    REQUIRE(source != nullptr);
    const lacuna::test::TemporaryDirectory place;
    Conditions conditions;
    conditions.folder = place.path();
    std::size_t studies = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(source) / "examples")) {
      if (!file.is_regular_file()) continue;
      if (contents(file.path()).find("\nreplicas:") == std::string::npos) continue;
      CAPTURE(file.path());
      const auto listed =
          lacuna::test::lacuna({"check", file.path().string(), "--events", "1e6"}, conditions);
      CHECK_MESSAGE(listed.status == 0, listed.err);
      ++studies;
    }
    CHECK(studies >= 4);
  }
}
