#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

TEST_CASE("docs/input.md is what the table of keys says") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "input.md");
  const bool current = page == io::input_page();
  CHECK_MESSAGE(current, "stale: run `lacuna schema case --format markdown > docs/input.md`");
}

TEST_CASE("docs/study.md is what the tables of keys say") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "study.md");
  const bool current = page == io::study_page();
  CHECK_MESSAGE(current, "stale: run `lacuna schema study --format markdown > docs/study.md`");
  CHECK(page.find("| `temperatures_K` | [number, ...], 0.001 to 100000 K | **must be given** |") !=
        std::string::npos);
  CHECK(page.find("| `precision.max_replicas` | whole number, 8 to 100000 | `200` |") !=
        std::string::npos);
}

TEST_CASE("the input page names units, ranges, defaults and alternatives") {
  const std::string page = io::input_page();
  CHECK(page.find("| `temperature_K` | number, 0.001 to 100000 K | `300` | temperature |") !=
        std::string::npos);
  CHECK(page.find("Alternatives: `segregation_eV`, `work_of_adhesion_J_m2`") != std::string::npos);
  CHECK(page.find("| `metal.surface.barrier_eV` | number, 0 to 10 eV | `0.03` |") !=
        std::string::npos);
  CHECK(page.find("`current.ramp.from_mA_cm2` | number, -1.0e+20 to 1.0e+20 mA/cm² | **one of the "
                  "alternatives**") != std::string::npos);
  CHECK(
      page.find(
          "| **must be given** | final current density. Only with `current.ramp.from_mA_cm2` |") !=
      std::string::npos);
  CHECK(page.find("Only with `current.ramp.auto: fixed` |") != std::string::npos);
}
