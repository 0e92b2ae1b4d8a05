#include "io/input/side_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using test::contents;
using test::put;

TEST_CASE("a file that an input names is read once, and copied as it was then") {
  const test::TemporaryDirectory folder;
  const std::string path = (folder / "a.csv").string();
  put(path, "123456789");
  io::SideFiles files;
  CHECK(files.stated(path) == path);
  CHECK(files.read(path, "table").text == "123456789");
  put(path, "other");
  CHECK(files.read(path, "table").text == "123456789");
  CHECK(files.stated(path) == "inputs/a.crc32-cbf43926.csv");
  files.copy_to(folder.path());
  files.copy_to(folder.path());
  CHECK(contents(folder / "inputs/a.crc32-cbf43926.csv") == "123456789");
  std::filesystem::create_directories(folder / "runs/one");
  files.are_in("../../inputs");
  CHECK(files.stated(path) == "../../inputs/a.crc32-cbf43926.csv");
  files.copy_to(folder / "runs/one");
  CHECK_FALSE(std::filesystem::exists(folder / "runs/inputs"));
  put(folder / "inputs/a.crc32-cbf43926.csv", "12345678");
  CHECK_THROWS_WITH_AS(files.copy_to(folder / "runs/one"),
                       doctest::Contains("inputs/a.crc32-cbf43926.csv was changed"), InputError);
  put(folder / "blocked", "");
  files.are_in("inputs");
  CHECK_THROWS_WITH_AS(files.copy_to(folder / "blocked"), doctest::Contains("blocked/inputs"),
                       SystemFailure);
  files.are_in("");
  CHECK(files.stated(path) == path);
}

TEST_CASE("files of the same name in two folders have copies of two names") {
  const test::TemporaryDirectory folder;
  std::filesystem::create_directories(folder / "b");
  put(folder / "a.csv", "1");
  put(folder / "b/a.csv", "2");
  io::SideFiles files, others;
  static_cast<void>(files.read((folder / "a.csv").string(), "table"));
  static_cast<void>(others.read((folder / "b/a.csv").string(), "table"));
  files.add(others);
  files.add(others);
  files.copy_to(folder.path());
  CHECK(files.stated((folder / "a.csv").string()) != files.stated((folder / "b/a.csv").string()));
  CHECK(contents(folder / files.stated((folder / "b/a.csv").string())) == "2");
}
