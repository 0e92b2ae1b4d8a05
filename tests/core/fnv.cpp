#include "core/fnv.hpp"

#include <doctest/doctest.h>

using lacuna::fnv1a;

TEST_CASE("FNV-1a gives what its authors' test vectors say") {
  CHECK(fnv1a("") == 0xcbf29ce484222325U);
  CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cU);
  CHECK(fnv1a("foobar") == 0x85944171f73967e8U);
  CHECK(fnv1a("\xff") == (0xcbf29ce484222325U ^ 0xffU) * 0x100000001b3U);
}
