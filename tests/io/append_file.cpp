#include "io/append_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

TEST_CASE("an append file touches nothing before it is started") {
  const test::TemporaryDirectory directory;
  test::put(directory / "a", "before");
  { const io::AppendFile file(directory / "a"); }
  CHECK(test::contents(directory / "a") == "before");
  io::AppendFile file(directory / "a");
  file.start();
  CHECK(test::contents(directory / "a").empty());
}

TEST_CASE("a resumed append file forgets what was written after the saved size") {
  const test::TemporaryDirectory directory;
  std::uint64_t size = 0;
  {
    io::AppendFile file(directory / "a");
    file.start();
    file.append("one\n");
    size = file.sync();
    file.append("two\n");
    CHECK(file.size() == size + 4);
  }
  CHECK(test::contents(directory / "a") == "one\ntwo\n");
  io::AppendFile file(directory / "a");
  file.resume(size);
  file.append("three\n");
  CHECK(file.sync() == size + 6);
  CHECK(test::contents(directory / "a") == "one\nthree\n");
}

TEST_CASE("an append file that lost bytes or is gone is refused on resuming, and not made up") {
  const test::TemporaryDirectory directory;
  test::put(directory / "a", "12345");
  io::AppendFile shorter(directory / "a");
  CHECK_THROWS_AS(shorter.resume(6), InputError);
  CHECK(test::contents(directory / "a") == "12345");
  io::AppendFile gone(directory / "b");
  CHECK_THROWS_AS(gone.resume(0), InputError);
  CHECK_FALSE(std::filesystem::exists(directory / "b"));
}

TEST_CASE("a full disk is a failure that says so") {
  io::AppendFile file("/dev/full");
  file.start();
  file.append("x");
  std::string message;
  try {
    file.sync();
  } catch (const RuntimeFailure& failure) {
    message = failure.what();
  }
  CHECK(message.find("No space left") != std::string::npos);
  CHECK(message.find("--resume") != std::string::npos);
}

TEST_CASE("records larger than the buffer arrive whole and in order") {
  const test::TemporaryDirectory directory;
  io::AppendFile file(directory / "a");
  file.start();
  std::string all;
  for (int n = 0; n < 50; ++n) {
    const std::string record(static_cast<std::size_t>(n) * 1000, static_cast<char>('a' + n % 26));
    file.append(record);
    all += record;
  }
  file.sync();
  CHECK(test::contents(directory / "a") == all);
}
