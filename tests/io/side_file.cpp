#include "io/side_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using test::put;

namespace {

std::string name_of(const test::TemporaryDirectory& folder, const std::string& name) {
  put(folder / name, "123456789");  // CRC-32 cbf43926 (RFC 3720 has that of others)
  return io::read_side_file(folder / name, "table").name;
}

}  // namespace

TEST_CASE("a copy is called as its file with the checksum of what it holds, and keeps its name") {
  const test::TemporaryDirectory folder;
  CHECK(name_of(folder, "na.csv") == "na.crc32-cbf43926.csv");
  CHECK(name_of(folder, "na.crc32-cbf43926.csv") == "na.crc32-cbf43926.csv");
  CHECK(name_of(folder, "na") == "na.crc32-cbf43926");
  CHECK(name_of(folder, "na.crc32-cbf4392.csv") == "na.crc32-cbf4392.crc32-cbf43926.csv");
  CHECK(name_of(folder, "na.crc32-cbf4392g.csv") == "na.crc32-cbf4392g.crc32-cbf43926.csv");
  CHECK(name_of(folder, ".crc32-cbf43926") == ".crc32-cbf43926.crc32-cbf43926");
  CHECK(name_of(folder, std::string(230, 'a') + ".csv") == "file.crc32-cbf43926");
}

TEST_CASE("a copy that was changed is refused by its name, whatever bit of it") {
  const test::TemporaryDirectory folder;
  const std::string text = "123456789";
  const auto copy = folder / "na.crc32-cbf43926.csv";
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    put(copy, changed);
    CHECK_THROWS_WITH_AS(static_cast<void>(io::read_side_file(copy, "table")),
                         doctest::Contains("na.crc32-cbf43926.csv was changed since it was copied"),
                         InputError);
  }
}
