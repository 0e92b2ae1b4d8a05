#include "io/results/listing.hpp"

#include <doctest/doctest.h>

TEST_CASE("a table's second column is aligned and its headings stand out") {
  lacuna::io::Listing table;
  table.heading("a heading that is longer than any label");
  table.row("a", "1 eV");
  table.row("longer", "2 eV");
  CHECK(table.text() ==
        "a heading that is longer than any label\n  a       1 eV\n  longer  2 eV\n");
}
