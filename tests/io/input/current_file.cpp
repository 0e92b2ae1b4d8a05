#include "io/input/current_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

interface::Tabulated read_current(const std::string& rows) {
  const test::TemporaryDirectory directory;
  test::put(directory / "j.csv", "time_s,j_mA_cm2\n" + rows);
  return io::read_current_file(io::read_side_file(directory / "j.csv", "test table"));
}

}  // namespace

TEST_CASE("a current file gives times in seconds and currents in atoms per area and time") {
  const auto current = read_current("0,0\n1e-6,2e5\n2e-6,-10\n");
  REQUIRE(current.points.size() == 3);
  CHECK(current.points[1].first == 1e-6);
  CHECK(current.points[1].second == doctest::Approx(2e5 * constants::mA_per_cm2).epsilon(1e-15));
  CHECK(current.points[2].second < 0.0);
}

TEST_CASE("a current file must start at 0, rise in time and have two rows") {
  CHECK_THROWS_WITH_AS(read_current("1,0\n2,0\n"),
                       doctest::Contains("j.csv:2: time_s: the first time must be 0"), InputError);
  CHECK_THROWS_WITH_AS(read_current("0,0\n1,5\n1,6\n"),
                       doctest::Contains("j.csv:4: time_s: times must rise"), InputError);
  CHECK_THROWS_WITH_AS(read_current("0,5\n"), doctest::Contains("at least two rows"), InputError);
  CHECK_THROWS_WITH_AS(read_current("0,5\n-1,3\n"),
                       doctest::Contains("j.csv:3: time_s: '-1' is out of range"), InputError);
}
