#include "io/results/shared_page.hpp"

#include <doctest/doctest.h>

using namespace lacuna;

TEST_CASE("a directory is called by its name alone") {
  CHECK(io::name_of_directory("/home/me/bare.out") == "bare.out");
  CHECK(io::name_of_directory("/home/me/bare.out/") == "bare.out");
  CHECK(io::name_of_directory("bare.out") == "bare.out");
}

TEST_CASE("absolute paths in YAML lose their folders, and nothing else does") {
  CHECK(io::without_folders("file: /home/me/sites.csv\nseed: 1\n") == "file: sites.csv\nseed: 1\n");
  CHECK(io::without_folders("{file: /a/b.csv, table: \"/a b/c d.csv\"}") ==
        "{file: b.csv, table: \"c d.csv\"}");
  CHECK(io::without_folders("grid:\n  metal.hop.table: [/x/one.csv, /y/two.csv]") ==
        "grid:\n  metal.hop.table: [one.csv, two.csv]");
  for (const char* without : {"note: \"E_A in eV/atom\"\nfile: rates/here.csv\n",
                              "note: \"with / without a coat\"\n", "note: a /"})
    CHECK(io::without_folders(without) == without);
}
