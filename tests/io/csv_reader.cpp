#include "io/csv_reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

std::vector<double> read(const std::string& text,
                         io::CsvReader::Preface preface = io::CsvReader::Preface::none) {
  const test::TemporaryDirectory directory;
  test::put(directory / "t.csv", text);
  std::vector<double> values;
  const io::SideFile file = io::read_side_file(directory / "t.csv", "test table");
  for (io::CsvReader csv(file, "test table", {"n", "x"}, preface); csv.next();) {
    values.push_back(static_cast<double>(csv.integer(0, 9)));
    values.push_back(csv.number(1, -1.0, 1.0));
  }
  return values;
}

}  // namespace

TEST_CASE(
    "CSV rows are read with either line end, with blanks, empty lines and without a final line "
    "end") {
  const std::vector<double> expected{1, 0.5, 2, -1};
  CHECK(read("n,x\n1,0.5\n2,-1\n") == expected);
  CHECK(read("n,x\r\n1,0.5\r\n2,-1\r\n") == expected);
  CHECK(read("n,x\r1,0.5\r2,-1\r") == expected);
  CHECK(read("n , x\n\n 1 ,\t0.5\n2, -1\n\n") == expected);
  CHECK(read("n,x\n1,0.5\n2,-1") == expected);
  CHECK(read("\xEF\xBB\xBFn,x\n1,0.5\n2,-1\n") == expected);
  CHECK(read("n,x\n").empty());
}

TEST_CASE("errors in a CSV file name file and line") {
  const auto refuses = [](const std::string& text, const std::string& message) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(read(text), doctest::Contains(message.c_str()), InputError);
  };
  refuses("", "t.csv:1: the header of the test table is n,x");
  refuses("x,n\n", "t.csv:1: the header");
  refuses("n,x,y\n", "t.csv:1: the header");
  refuses("n,x\n1,0\n1\n", "t.csv:3: expected 2 fields (n,x), got 1");
  refuses("n,x\n1;0\n", "t.csv:2: expected 2 fields (n,x), got 1; commas part them, not ;");
  refuses("n,x\n0;5,1\n", "t.csv:2: n: '0;5' is no field; commas part them, not ;, and numbers");
  refuses("n;x\n", "write that as the first line; commas part them, not ;");
  refuses("\xFF\xFEn,x\n", "t.csv:1: not UTF-8 text");
  refuses("n,x\n-1,0\n", "t.csv:2: n: '-1' is out of range; 0 to 9");
  refuses("n,x\n\n1,2,3\n", "t.csv:3: expected 2 fields (n,x), got 3");
  refuses("n,x\n10,0\n", "t.csv:2: n: '10' is out of range; 0 to 9");
  refuses("n,x\n1.0,0\n", "t.csv:2: n: '1.0' is not a whole number");
  refuses("n,x\n1,nan\n", "t.csv:2: x: 'nan' is not a number");
  refuses("n,x\n1,\n", "t.csv:2: x: '' is not a number");
  refuses("n,x\n1,-1.5\n", "t.csv:2: x: '-1.5' is out of range; -1 to 1");
  refuses("n,x\n# note\n", "t.csv:2: comments are not allowed");
}

TEST_CASE("comments may come before the header where the reader allows them, and nowhere else") {
  const auto comments = io::CsvReader::Preface::comments;
  CHECK(read("# one, two\n\n#\nn,x\n1,0.5\n", comments) == std::vector<double>{1, 0.5});
  CHECK(read("n,x\n1,0.5\n", comments) == std::vector<double>{1, 0.5});
  CHECK_THROWS_WITH_AS(read("#\nn,x\n# note\n", comments), doctest::Contains("t.csv:3: comments"),
                       InputError);
  CHECK_THROWS_WITH_AS(read("# only\n", comments),
                       doctest::Contains("the header of the test table"), InputError);
  CHECK_THROWS_WITH_AS(read("# note\nn,x\n"), doctest::Contains("t.csv:1: the header"), InputError);
}
