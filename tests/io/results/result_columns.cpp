#include "io/results/result_columns.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lacuna;

namespace {

struct Row {
  int k;
};
using C = io::ResultColumn<Row>;

io::ResultColumns<Row> columns() {
  return {
      C::number(
          "x_eV", "eV", [](const Row& r) { return r.k == 1 ? io::Number{} : r.k + 0.5; }, "first"),
      C::count(
          "even", io::yes_no, [](const Row& r) { return r.k % 2 == 0; }, "shared"),
      C::estimate(
          "y*_s", "s",
          [](const Row& r) {
            return ensemble::Estimate{1.0 * r.k, 0.0, {r.k - 1.0, r.k + 1.0}};
          },
          ""),
      C::count(
          "odd", io::yes_no, [](const Row& r) { return r.k % 2; }, "shared"),
      C::text(
          "name", [](const Row& r) { return std::string(1, static_cast<char>('a' + r.k)); }, ""),
  };
}

}  // namespace

TEST_CASE("a list of columns fills a table, three for an estimate") {
  const std::vector<Row> rows{{0}, {1}};
  io::Table table("t");
  io::add_columns(table, columns(), rows);
  CHECK(io::csv_text(table) ==
        "x_eV,even,y_s,y_low_s,y_high_s,odd,name\n"
        "0.5,1,0,-1,1,0,a\n"
        ",0,1,0,2,1,b\n");
  CHECK(table.columns()[0].unit == "eV");
  CHECK(table.columns()[1].unit.empty());  // yes and no have none
  CHECK(table.columns()[3].unit == "s");
}

TEST_CASE("a reader sees the columns that are shown, an estimate with its interval") {
  using R = Row;
  io::ResultColumns<R> list = columns();
  list[0] = std::move(list[0]).shown("x", io::as("{:.1f}"));
  list[2] = std::move(list[2]).shown("y", io::as("{:.0f}"), io::as("{:.0f} %", 100));
  list.push_back(C::words("even or odd", [](const R& r) { return r.k % 2 ? "odd" : "even"; }));
  const auto shown = io::shown_rows(
      std::vector<std::string>{"who"}, [](const R& r) { return std::vector{std::to_string(r.k)}; },
      list, std::vector<R>{{0}, {1}});
  using Words = std::vector<std::string>;
  REQUIRE(shown.size() == 3);
  CHECK(shown[0] == Words{"who", "x", "y", "even or odd"});
  CHECK(shown[1] == Words{"0", "0.5", "0 [-100 %, 100 %]", "even"});
  CHECK(shown[2] == Words{"1", "-", "1 [0 %, 200 %]", "odd"});
  io::Table table("t");
  io::add_columns(table, list, std::vector<R>{{0}});
  CHECK(table.columns().size() == 7);  // words are for readers alone
  CHECK(io::doc_rows({}, list) == io::doc_rows({}, columns()));
}

TEST_CASE("columns with the same words share a row of the documentation") {
  CHECK(io::doc_rows({io::hypothesis_doc()}, columns()) ==
        "| `hypothesis` | | and a column for each key of `grid` |\n"
        "| `x_eV` | eV | first |\n"
        "| `even`, `odd` | 0, 1 | shared |\n"
        "| `y_s`, `y_low_s`, `y_high_s` | s | |\n"
        "| `name` | | |\n");
}

TEST_CASE("a grid's values are numbers where all of them are") {
  std::vector<ensemble::Branch> branches(2);
  branches[0].grid = {"8", "0.5"};
  branches[1].grid = {"16", "{nn1: 0}"};
  CHECK(io::numbers_of(branches, 0) == std::vector{8.0, 16.0});
  CHECK_FALSE(io::numbers_of(branches, 1).has_value());
  CHECK(io::unit_of_key("interface.segregation_eV") == "eV");
  CHECK(io::unit_of_key("no.key").empty());
}
