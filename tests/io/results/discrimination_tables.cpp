#include "io/results/discrimination_tables.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/csv.hpp"
#include "tests/io/results/example_cells.hpp"

using namespace lacuna;

namespace {

const io::Table& table_of_rivals() {
  static const io::Table table = io::discrimination_table(test::cells_of_everything().plan,
                                                          test::cells_of_everything().cells.rivals);
  return table;
}

}  // namespace

TEST_CASE("a pair of rivals has a row for every measurement, known or not") {
  const auto& rivals = test::cells_of_everything().cells.rivals;
  REQUIRE_FALSE(rivals.empty());
  CHECK(table_of_rivals().rows() == 9 * rivals.size());
  const std::string csv = io::csv_text(table_of_rivals());
  CHECK(csv.find("hypothesis,metal.layers,rival,thickness_um,both_survive,measurement,unit,first,"
                 "second,prediction_error,measurement_error,ratio,onset,remark\n") == 0);
  CHECK(csv.find(",thickness,ln,") != std::string::npos);
  CHECK(csv.find("without bonds the metal has no surface energy") != std::string::npos);
}

TEST_CASE("docs/outputs.md has the rows that the columns of rivals say") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const io::TableDoc doc = io::discrimination_doc();
  const std::string section = "\n## " + doc.table + ".csv\n";
  const std::size_t begin = page.find(section);
  REQUIRE(begin != std::string::npos);
  const std::string head = "| column | unit | meaning |\n|---|---|---|\n";
  const std::size_t rows = page.find(head, begin) + head.size();
  CHECK(page.substr(rows, page.find("\n\n", rows) + 1 - rows) == doc.rows);
}
