#include "io/trajectory/gzip.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "tests/io/trajectory/gunzip.hpp"

using namespace lacuna;

namespace {

std::string long_text() {
  std::string text;
  for (int n = 0; n < 40000; ++n) text += std::to_string(n * 7919 % 10007) + ' ';
  return text;
}

}  // namespace

TEST_CASE("gzip members put one after another read back as their contents one after another") {
  const std::string text = long_text();
  const std::string members = io::gzip_member(text) + io::gzip_member("") + io::gzip_member("end");
  CHECK(test::gunzip(members) == text + "end");
}

TEST_CASE("a gzip member depends on its content alone") {
  const std::string member = io::gzip_member("frame");
  CHECK(member == io::gzip_member("frame"));
  CHECK(member.substr(4, 4) == std::string(4, '\0'));           // RFC 1952: MTIME, none
  CHECK((static_cast<unsigned char>(member[3]) & 0x08U) == 0);  // no name
}

TEST_CASE("gzip that is cut off or damaged is refused") {
  const std::string member = io::gzip_member(long_text());
  CHECK_THROWS_AS((void)test::gunzip(member.substr(0, member.size() - 5)), InputError);
  CHECK_THROWS_AS((void)test::gunzip("not gzip"), InputError);
  std::string damaged = member;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  CHECK_THROWS_AS((void)test::gunzip(damaged), InputError);
}
