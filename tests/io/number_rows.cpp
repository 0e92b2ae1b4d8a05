#include "io/number_rows.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

const io::Wanted all = [](std::size_t, const std::vector<double>&) { return true; };

}  // namespace

TEST_CASE(
    "numbers are read back with empty fields and infinities, and a torn last line is left out") {
  const test::TemporaryDirectory folder;
  test::put(folder / "a.csv", "t,x\n0.5,\n1e-7,inf\n2,3\n4,");
  const io::NumberRows table = io::read_number_rows(folder / "a.csv", all);
  CHECK(table.columns == std::vector<std::string>{"t", "x"});
  REQUIRE(table.rows.size() == 3);
  CHECK(std::isnan(table.rows[0][1]));
  CHECK(table.rows[1][0] == 1e-7);
  CHECK(std::isinf(table.rows[1][1]));
  CHECK(table.rows[2][table.column("x")] == 3);
  CHECK_THROWS_AS((void)table.column("y"), InputError);
}

TEST_CASE("a file that is not there has no rows, and nor has one with its header alone") {
  const test::TemporaryDirectory folder;
  test::put(folder / "a.csv", "t,x\n");
  CHECK(io::read_number_rows(folder / "none.csv", all).columns.empty());
  CHECK(io::read_number_rows(folder / "a.csv", all).rows.empty());
  CHECK(io::thinned_rows(folder / "a.csv", 10).rows.empty());
}

TEST_CASE("thinned rows are at equal distances, first and last among them") {
  const test::TemporaryDirectory folder;
  std::string text = "n\n";
  for (int n = 0; n <= 1000; ++n) text += std::to_string(n) + "\n";
  test::put(folder / "a.csv", text);
  const auto rows = io::thinned_rows(folder / "a.csv", 11).rows;
  REQUIRE(rows.size() == 11);
  for (std::size_t k = 0; k < rows.size(); ++k) CHECK(rows[k][0] == 100.0 * static_cast<double>(k));
  CHECK(io::evenly(3, 10) == std::vector<std::size_t>{0, 1, 2});
  CHECK(io::evenly(1, 10) == std::vector<std::size_t>{0});
}

TEST_CASE("a file that cannot be read to its end is a failure, not a shorter file") {
  const test::TemporaryDirectory folder;
  CHECK_THROWS_AS(static_cast<void>(io::read_number_rows(folder.path(), all)),
                  SystemFailure);  // a folder opens
}
