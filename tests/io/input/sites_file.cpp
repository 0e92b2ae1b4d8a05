#include "io/input/sites_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

std::vector<lattice::Cell> read_sites(const std::string& rows) {
  const test::TemporaryDirectory directory;
  test::put(directory / "s.csv", "i,j,k\n" + rows);
  const lattice::Slab slab(lattice::Normal::n110, 4.29, {4, 3}, 6);  // 4 columns, 6 rows
  return io::read_sites_file(io::read_side_file(directory / "s.csv", "test table"), slab);
}

}  // namespace

TEST_CASE("a sites file gives cells in the order of the file") {
  const auto sites = read_sites("0,1,2\n3,5,5\n");
  REQUIRE(sites.size() == 2);
  CHECK(sites[0] == lattice::Cell{0, 1, 2});
  CHECK(sites[1] == lattice::Cell{3, 5, 5});
}

TEST_CASE("sites outside the slab, repeated or negative are refused with their line") {
  CHECK_THROWS_WITH_AS(read_sites("0,0,0\n4,0,0\n"),
                       doctest::Contains("s.csv:3: i: '4' is out of range; 0 to 3"), InputError);
  CHECK_THROWS_WITH_AS(read_sites("0,6,0\n"),
                       doctest::Contains("s.csv:2: j: '6' is out of range; 0 to 5"), InputError);
  CHECK_THROWS_WITH_AS(read_sites("0,0,6\n"),
                       doctest::Contains("s.csv:2: k: '6' is out of range; 0 to 5"), InputError);
  CHECK_THROWS_WITH_AS(read_sites("0,-1,0\n"),
                       doctest::Contains("s.csv:2: j: '-1' is out of range"), InputError);
  CHECK_THROWS_WITH_AS(read_sites("1,2,3\n1,2,3\n"),
                       doctest::Contains("s.csv:3: the same site as in line 2"), InputError);
  CHECK_THROWS_WITH_AS(read_sites(""), doctest::Contains("no sites follow the header"), InputError);
}
