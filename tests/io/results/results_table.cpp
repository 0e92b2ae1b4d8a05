#include "io/results/results_table.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace lacuna;

TEST_CASE("a table is CSV with quotes where they are needed, and nothing where there is no value") {
  const std::vector<int> rows{0, 1, 2};
  io::Table table("t");
  table.number("x_eV", "eV", rows,
               [](int k) { return k == 1 ? std::nullopt : std::optional<double>(0.1 + k); });
  table.number("y", "", rows,
               [](int k) { return k == 0 ? std::numeric_limits<double>::infinity() : -1e-300; });
  table.count("seed", "", rows, [](int) { return 18446744073709551615ULL; });
  table.text("a, b", rows, [](int k) {
    return std::vector<std::string>{"plain", "\"q\", r", "two\nlines"}[k];
  });
  CHECK(table.rows() == 3);
  CHECK(table.columns()[0].unit == "eV");
  CHECK(io::csv_text(table) ==
        "x_eV,y,seed,\"a, b\"\n"
        "0.1,inf,18446744073709551615,plain\n"
        ",-1e-300,18446744073709551615,\"\"\"q\"\", r\"\n"
        "2.1,-1e-300,18446744073709551615,\"two\nlines\"\n");
  CHECK(io::csv_text(io::Table("empty")) == "\n");
}
