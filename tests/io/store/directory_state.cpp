#include "io/store/directory_state.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/temporary_directory.hpp"

using lacuna::io::directory_state;
using lacuna::test::put;

TEST_CASE("the state of a directory changes with its files, and not with the report's page") {
  const lacuna::test::TemporaryDirectory folder;
  put(folder / "series.csv", "time_s\n");
  const std::string before = directory_state(folder.path());
  CHECK(directory_state(folder.path()) == before);
  put(folder / "report.html", "a page");
  std::filesystem::create_directory(folder / "figures");
  CHECK(directory_state(folder.path()) == before);
  put(folder / "series.csv", "time_s\n1\n");
  const std::string longer = directory_state(folder.path());
  CHECK(longer != before);
  put(folder / "summary.json", "{}");
  CHECK(directory_state(folder.path()) != longer);
}
