#include "core/crc32.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

TEST_CASE("the CRC-32 is that of zlib and gzip, and can be taken in pieces") {
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc32("6789", crc32("12345")) == 0xcbf43926U);
  CHECK(crc32("") == 0U);
}

TEST_CASE("the CRC-32 of a file is that of its bytes, of the whole and of the next so many") {
  const test::TemporaryDirectory directory;
  const std::string text(100000, 'x');
  test::put(directory / "a", text + "123456789");
  CHECK(crc32_of_file(directory / "a") == crc32(text + "123456789"));
  CHECK(crc32_of_file(directory / "a", 7) == crc32(text + "123456789", 7));
  const Descriptor file = Descriptor::opened(directory / "a", O_RDONLY);
  CHECK(crc32_of_rest(file, 0, text.size()) == crc32(text));
  CHECK(crc32_of_rest(file, 0, 5) == crc32("12345"));
  CHECK(crc32_of_rest(file, crc32("12345")) == 0xcbf43926U);
  CHECK_THROWS_AS((void)crc32_of_file(directory / "missing"), SystemFailure);
  CHECK_THROWS_WITH_AS((void)crc32_of_file(directory.path()), doctest::Contains("cannot read"),
                       SystemFailure);
}
