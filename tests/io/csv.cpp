#include "io/csv.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace lacuna::io;

TEST_CASE("a CSV field is the shortest text of its value, in quotes only where it has to be") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(csv::field(0.1) == "0.1");
  CHECK(csv::field(2e7) == "20000000");
  CHECK(csv::field(-infinity) == "-inf");
  CHECK(csv::field(std::numeric_limits<double>::quiet_NaN()).empty());
  CHECK(csv::field(std::optional<double>()).empty());
  CHECK(csv::field(std::optional(1e-300)) == "1e-300");
  CHECK(csv::field(~std::uint64_t{0}) == "18446744073709551615");
  CHECK(csv::field(-3) == "-3");
  CHECK(csv::field("plain word") == "plain word");
  CHECK(csv::field("a, \"b\"\n") == "\"a, \"\"b\"\"\n\"");
}

TEST_CASE("a row has a comma between its fields, empty ones too, and an end") {
  CHECK(csv::Row().line() == "\n");
  CHECK(csv::Row().add("").line() == "\n");
  CHECK(csv::Row().add(std::optional<double>()).add(1).add("").line() == ",1,\n");
  const std::vector<std::string_view> fields{"", "1", " b", ""};
  CHECK(csv::fields_of(",1, b,") == fields);
  CHECK(csv::fields_of("") == std::vector<std::string_view>{""});
}
