#include "io/input/barrier_table.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using interface::PairClass;

namespace {

const char* const header = "class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV\n";

std::vector<interface::BarrierEntry> read_barriers(const std::string& rows) {
  const test::TemporaryDirectory directory;
  test::put(directory / "b.csv", header + rows);
  return io::read_barrier_table(io::read_side_file(directory / "b.csv", "test table"));
}

}  // namespace

TEST_CASE("a barrier table gives each row's class, coordinations, barrier and line") {
  const auto entries = read_barriers(
      "bulk,7,6,5,4,0.053\ninjection_up,0,1,2,3,0.14\ninjection_down,2,3,0,1,0.1\nlateral,7,6,7,6,"
      "0\n");
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].pair == PairClass::bulk);
  CHECK(entries[0].from_nn1 == 7);
  CHECK(entries[0].from_nn2 == 6);
  CHECK(entries[0].to_nn1 == 5);
  CHECK(entries[0].to_nn2 == 4);
  CHECK(entries[0].barrier == 0.053);
  CHECK(entries[0].line == 2);
  CHECK(entries[1].pair == PairClass::injection);
  CHECK(entries[1].upward);
  CHECK(entries[2].pair == PairClass::injection);
  CHECK_FALSE(entries[2].upward);
  CHECK(entries[3].pair == PairClass::lateral);
  CHECK(entries[3].line == 5);
}

TEST_CASE(
    "a barrier table is refused for unknown classes, impossible coordinations and repeated hops") {
  CHECK_THROWS_WITH_AS(read_barriers("surface,7,6,7,6,0.1\n"),
                       doctest::Contains("b.csv:2: class: 'surface' is unknown"), InputError);
  CHECK_THROWS_WITH_AS(read_barriers("bulk,8,6,7,6,0.1\n"),
                       doctest::Contains("b.csv:2: from_nn1: '8' is out of range; 0 to 7"),
                       InputError);
  CHECK_THROWS_WITH_AS(read_barriers("bulk,7,6,7,7,0.1\n"),
                       doctest::Contains("b.csv:2: to_nn2: '7' is out of range; 0 to 6"),
                       InputError);
  CHECK_THROWS_WITH_AS(read_barriers("bulk,7,6,7,6,-0.1\n"),
                       doctest::Contains("b.csv:2: barrier_eV: '-0.1' is out of range"),
                       InputError);
  CHECK_THROWS_WITH_AS(read_barriers("bulk,7,6,7,6,0.1\nbulk,7,6,7,6,0.2\n"),
                       doctest::Contains("b.csv:3: the same hop as in line 2"), InputError);
  CHECK_THROWS_WITH_AS(read_barriers(""),
                       doctest::Contains("b.csv:1: no barriers follow the header"), InputError);
}
