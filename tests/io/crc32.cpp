#include "io/crc32.hpp"

#include <doctest/doctest.h>

using lacuna::io::crc32;

TEST_CASE("the CRC-32 is that of zlib and gzip, and can be taken in pieces") {
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc32("6789", crc32("12345")) == 0xcbf43926U);
  CHECK(crc32("") == 0U);
}
