#include "io/atomic_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
namespace fs = std::filesystem;

TEST_CASE("replacing a file leaves the new content and nothing aside") {
  const test::TemporaryDirectory directory;
  io::replace_file(directory / "a", "old");
  CHECK(test::contents(directory / "a") == "old");
  io::replace_file(directory / "a", "new, and longer");
  CHECK(test::contents(directory / "a") == "new, and longer");
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a file that cannot be replaced is left as it was, and the message says why") {
  const test::TemporaryDirectory directory;
  fs::create_directory(directory / "a");
  test::put(directory / "a" / "inside", "kept");
  CHECK_THROWS_AS(io::replace_file(directory / "a", "x"), RuntimeFailure);
  CHECK(test::contents(directory / "a" / "inside") == "kept");
  CHECK_FALSE(fs::exists(directory / "a.new"));

  std::string message;
  try {
    io::replace_file(directory / "missing" / "b", "x");
  } catch (const RuntimeFailure& failure) {
    message = failure.what();
  }
  CHECK(message.find("cannot open") != std::string::npos);
  CHECK(message.find("No such file") != std::string::npos);
}
