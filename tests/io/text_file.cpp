#include "io/text_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

TEST_CASE("a text file is read whole, up to the stated size") {
  const test::TemporaryDirectory directory;
  const std::string text(40000, 'x');
  test::put(directory / "a", text);
  CHECK(io::read_text(directory / "a", "table", 40000) == text);
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_text(directory / "a", "table", 39999)),
                       doctest::Contains("larger than 39999 bytes"), InputError);
}

TEST_CASE("a missing file and a directory are refused by their path and role") {
  const test::TemporaryDirectory directory;
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_text(directory / "none", "barrier table", 10)),
                       doctest::Contains("none: the barrier table does not exist"), InputError);
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_text(directory.path(), "case", 10)),
                       doctest::Contains("is a directory"), InputError);
  test::put(directory / "input.yaml", "");
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_text(directory.path(), "case", 10)),
                       doctest::Contains("/input.yaml"), InputError);
}

TEST_CASE("text that is not UTF-8, or holds control characters, is found") {
  CHECK_FALSE(io::first_unreadable("plain\ttext\r\n").has_value());
  CHECK_FALSE(io::first_unreadable("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80").has_value());
  CHECK(io::first_unreadable(std::string("ab\0c", 4)) == 2);
  CHECK(io::first_unreadable("a\x04") == 1);
  CHECK(io::first_unreadable("a\x7f") == 1);
  CHECK(io::first_unreadable("\xC3") == 0);
  CHECK(io::first_unreadable("x\x80") == 1);
  CHECK(io::first_unreadable("\xC0\xAF") == 0);          // overlong
  CHECK(io::first_unreadable("\xE0\x80\xAF") == 0);      // overlong
  CHECK(io::first_unreadable("\xED\xA0\x80") == 0);      // a surrogate
  CHECK(io::first_unreadable("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(io::first_unreadable("\xFF\xFE") == 0);          // UTF-16
}

TEST_CASE("a file is made only in a folder that is there") {
  const test::TemporaryDirectory folder;
  CHECK_NOTHROW(io::require_folder_of("c.yaml"));
  CHECK_NOTHROW(io::require_folder_of(folder / "c.yaml"));
  CHECK_THROWS_WITH_AS(io::require_folder_of(folder / "none/c.yaml"),
                       doctest::Contains("there is no folder"), InputError);
}
