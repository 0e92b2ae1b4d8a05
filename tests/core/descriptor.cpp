#include "core/descriptor.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("a descriptor is closed at the end of its life, and once, wherever it was moved") {
  const test::TemporaryDirectory directory;
  test::put(directory / "a", "");
  int first = -1, second = -1;
  {
    Descriptor a = Descriptor::opened(directory / "a", O_RDONLY);
    Descriptor b = Descriptor::opened(directory / "a", O_RDONLY);
    first = a.number(), second = b.number();
    const Descriptor moved = std::move(a);
    CHECK(moved.number() == first);
    CHECK(is_open(first));
    b = Descriptor();
    CHECK_FALSE(is_open(second));
  }
  CHECK_FALSE(is_open(first));
  CHECK_FALSE(Descriptor().is_open());
}

TEST_CASE("what does not open says why, or throws it with the action") {
  const test::TemporaryDirectory directory;
  const Descriptor none(directory / "a", O_RDONLY);
  CHECK(errno == ENOENT);
  CHECK_FALSE(none.is_open());
  CHECK_THROWS_WITH_AS((void)Descriptor::opened(directory / "a", O_RDONLY, "look for"),
                       doctest::Contains("cannot look for "), SystemFailure);
  test::put(directory / "a", "");
  CHECK_THROWS_WITH_AS((void)Descriptor::folder(directory / "a"),
                       doctest::Contains("Not a directory"), SystemFailure);
  CHECK(Descriptor::folder("").is_open());
}

TEST_CASE("bytes are written, read, measured and cut back") {
  const test::TemporaryDirectory directory;
  const std::string text(100000, 'x');
  const Descriptor file = Descriptor::opened(directory / "a", O_RDWR | O_CREAT);
  file.write(text);
  file.write("end");
  file.sync();
  CHECK(test::contents(directory / "a") == text + "end");
  CHECK(file.size() == text.size() + 3);
  file.cut_back(4);
  CHECK(file.go_to_end() == 4);
  CHECK(file.read_rest().empty());
  const Descriptor again = Descriptor::opened(directory / "a", O_RDONLY);
  char first = 0;
  CHECK(again.read(&first, 1) == 1);
  CHECK(first == 'x');
  CHECK(again.read_rest() == "xxx");
  CHECK_THROWS_WITH_AS(again.write("y"), doctest::Contains("cannot write"), SystemFailure);
  CHECK_THROWS_WITH_AS((void)Descriptor::folder(directory.path()).read_rest(),
                       doctest::Contains("cannot read"), SystemFailure);
}

TEST_CASE("a device has no size to cut back and nothing to sync") {
  const Descriptor device = Descriptor::opened("/dev/null", O_WRONLY);
  CHECK_NOTHROW(device.cut_back(0));
  CHECK_NOTHROW(device.sync());
}

TEST_CASE("a file that was moved, removed or replaced is no longer in place") {
  const test::TemporaryDirectory directory;
  const Descriptor file = Descriptor::opened(directory / "a", O_RDWR | O_CREAT);
  CHECK_NOTHROW(file.require_in_place());
  std::filesystem::rename(directory / "a", directory / "b");
  CHECK_FALSE(file.is_in_place());
  test::put(directory / "a", "of another");
  CHECK_FALSE(file.is_in_place());
  CHECK_THROWS_WITH_AS(file.require_in_place(), doctest::Contains("was moved or removed"),
                       SystemFailure);
}
