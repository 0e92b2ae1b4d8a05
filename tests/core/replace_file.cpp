#include "core/replace_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
namespace fs = std::filesystem;

TEST_CASE("replacing a file leaves the new content and nothing aside") {
  const test::TemporaryDirectory directory;
  replace_file(directory / "a", "old");
  CHECK(test::contents(directory / "a") == "old");
  replace_file(directory / "a", "new, and longer");
  CHECK(test::contents(directory / "a") == "new, and longer");
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a file that cannot be replaced is left as it was, and the message says why") {
  const test::TemporaryDirectory directory;
  fs::create_directory(directory / "a");
  test::put(directory / "a" / "inside", "kept");
  CHECK_THROWS_AS(replace_file(directory / "a", "x"), RuntimeFailure);
  CHECK(test::contents(directory / "a" / "inside") == "kept");
  CHECK_FALSE(fs::exists(directory / "a.new"));

  std::string message;
  try {
    replace_file(directory / "missing" / "b", "x");
  } catch (const RuntimeFailure& failure) {
    message = failure.what();
  }
  CHECK(message.find("cannot create") != std::string::npos);
  CHECK(message.find("No such file") != std::string::npos);
}

TEST_CASE("pieces come one after another, and a full disk leaves the file that was there") {
  const test::TemporaryDirectory directory;
  replace_file(directory / "a", {"one, ", "", "two"});
  CHECK(test::contents(directory / "a") == "one, two");
  fs::create_symlink("/dev/full", directory / "a.new");
  CHECK_THROWS_WITH_AS(replace_file(directory / "a", "other"),
                       doctest::Contains("No space left on device; free some space"),
                       SystemFailure);
  CHECK(test::contents(directory / "a") == "one, two");
  CHECK(test::names(directory) == std::vector<std::string>{"a"});
}

TEST_CASE("writers of one file take turns, and the last content is whole") {
  const test::TemporaryDirectory directory;
  constexpr std::size_t size = 100000;
  std::vector<std::thread> writers;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    writers.emplace_back([&directory, letter] {
      for (int n = 0; n < 5; ++n) replace_file(directory / "a", std::string(size, letter));
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string text = test::contents(directory / "a");
  CHECK(text == std::string(size, text.front()));
  CHECK(test::names(directory) == std::vector<std::string>{"a"});
}

TEST_CASE("a folder is made with those above it, or the message says which cannot be") {
  const test::TemporaryDirectory directory;
  make_folder(directory / "a/b");
  make_folder(directory / "a/b");
  CHECK(fs::is_directory(directory / "a/b"));
  test::put(directory / "file", "");
  CHECK_THROWS_WITH_AS(make_folder(directory / "file/b"),
                       doctest::Contains("file/b: Not a directory"), SystemFailure);
}

TEST_CASE("what is whole gets its name, a folder too, and takes no place that is in use") {
  const test::TemporaryDirectory directory;
  fs::create_directory(directory / "run.part");
  test::put(directory / "run.part" / "inside", "kept");
  put_in_place(directory / "run.part", directory / "run");
  CHECK(test::contents(directory / "run" / "inside") == "kept");
  test::put(directory / "file", "");
  CHECK_THROWS_WITH_AS(put_in_place(directory / "file", directory / "run"),
                       doctest::Contains("cannot replace"), SystemFailure);
}
