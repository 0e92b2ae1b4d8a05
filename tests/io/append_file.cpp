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

namespace {

/// "one\n", and what a checkpoint keeps of it.
kmc::Reader saved_one(const test::TemporaryDirectory& directory) {
  io::AppendFile file(directory / "a");
  file.start();
  file.append("one\n");
  kmc::Writer state;
  file.save(state);
  file.append("two\n");
  CHECK(file.size() == 8);
  return kmc::Reader(state.bytes());
}

}  // namespace

TEST_CASE("a resumed append file forgets what was written after it was saved") {
  const test::TemporaryDirectory directory;
  kmc::Reader state = saved_one(directory);
  CHECK(test::contents(directory / "a") == "one\ntwo\n");
  kmc::Writer again;
  {
    io::AppendFile file(directory / "a");
    file.load(state);
    file.append("three\n");
    file.save(again);
    CHECK(file.size() == 10);
    CHECK(test::contents(directory / "a") == "one\nthree\n");
  }
  kmc::Reader later(again.bytes());
  io::AppendFile file(directory / "a");
  file.load(later);
  CHECK(file.size() == 10);
}

TEST_CASE(
    "an append file that lost bytes, has others or is gone is refused on resuming, and not made "
    "up") {
  const test::TemporaryDirectory directory;
  const kmc::Reader state = saved_one(directory);
  for (const char* text : {"one", "", "onE\ntwo\n"}) {
    test::put(directory / "a", text);
    io::AppendFile other(directory / "a");
    kmc::Reader reader = state;
    CHECK_THROWS_AS(other.load(reader), InputError);
    CHECK(test::contents(directory / "a") == text);
  }
  std::filesystem::remove(directory / "a");
  io::AppendFile gone(directory / "a");
  kmc::Reader reader = state;
  CHECK_THROWS_AS(gone.load(reader), InputError);
  CHECK_FALSE(std::filesystem::exists(directory / "a"));
}

TEST_CASE("an append file that is moved, removed or replaced while it is written is missed") {
  const test::TemporaryDirectory directory;
  io::AppendFile file(directory / "a");
  file.start();
  file.append("x");
  file.sync();
  std::filesystem::rename(directory / "a", directory / "b");
  CHECK_THROWS_AS(file.sync(), SystemFailure);
  test::put(directory / "a", "of another");
  CHECK_THROWS_AS(file.sync(), SystemFailure);
  CHECK(test::contents(directory / "a") == "of another");
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
  CHECK(message.find("free some space") != std::string::npos);
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
