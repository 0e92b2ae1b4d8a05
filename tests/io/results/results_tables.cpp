#include "io/results/results_tables.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "io/results/cell_tables.hpp"
#include "io/results/discrimination_tables.hpp"
#include "io/results/fit_tables.hpp"
#include "io/store/study_directory.hpp"
#include "tests/io/results/example_results.hpp"

using namespace lacuna;

namespace {

std::map<std::string, io::Table> tables_by_name() {
  std::map<std::string, io::Table> map;
  const auto& all = test::everything();
  for (io::Table& table : io::result_tables(all.study.plan, all.records, all.result))
    map.emplace(table.name(), table);
  return map;
}

template <class T>
const std::vector<T>& values(const io::Table& table, const std::string& column) {
  for (const io::Column& candidate : table.columns()) {
    if (candidate.name == column) return std::get<std::vector<T>>(candidate.values);
  }
  throw std::runtime_error("no column " + column + " in " + table.name());
}
const std::vector<double>& numbers(const io::Table& table, const std::string& column) {
  return values<double>(table, column);
}
const std::vector<std::string>& texts(const io::Table& table, const std::string& column) {
  return values<std::string>(table, column);
}

// A section of docs/outputs.md, from its heading to the next one.
std::string documented(const std::string& table) {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const std::size_t begin = page.find("\n## " + table + ".csv\n");
  REQUIRE_MESSAGE(begin != std::string::npos, table);
  return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

const std::string doc_head = "| column | unit | meaning |\n|---|---|---|\n";

// Names in backquotes.
std::set<std::string> names_in(const std::string& rows) {
  std::set<std::string> names;
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    const std::string columns = line.substr(0, line.find('|', 1));
    for (std::size_t at = columns.find('`'); at != std::string::npos;) {
      const std::size_t end = columns.find('`', at + 1);
      names.insert(columns.substr(at + 1, end - at - 1));
      at = columns.find('`', end + 1);
    }
  }
  return names;
}

}  // namespace

TEST_CASE("docs/outputs.md has the rows that the tables' columns say") {
  for (const io::TableDoc& doc : io::result_table_docs()) {
    CAPTURE(doc.table);
    const std::string section = documented(doc.table) + "\n";  // and an empty line
    const std::size_t begin = section.find(doc_head) + doc_head.size();
    const std::size_t end = section.find("\n\n", begin) + 1;
    CHECK(section.substr(begin, end - begin) == doc.rows);
  }
}

TEST_CASE("every table is known to the directory, which is not written over others' files") {
  const auto known = io::results_of_study();
  const auto check = [&](const std::string& table) {
    CAPTURE(table);
    CHECK(std::find(known.begin(), known.end(), table + ".csv") != known.end());
  };
  for (const auto& each : tables_by_name()) check(each.first);
  for (const io::TableDoc& doc : io::cell_docs()) check(doc.table);
  for (const io::TableDoc& doc : io::cell_fit_docs()) check(doc.table);
  check(io::discrimination_doc().table);
}

TEST_CASE("every column of every table is documented, and no other") {
  const std::set<std::string> keys{"metal.layers", "metal.bonds_eV", "interface.segregation_eV"};
  const auto tables = tables_by_name();
  CHECK(tables.size() == 13);
  std::map<std::string, std::set<std::string>> documented_names;
  for (const io::TableDoc& doc : io::result_table_docs())
    documented_names[doc.table] = names_in(doc.rows);
  documented_names["fit_onsets"] = documented_names["onsets"];
  documented_names["fit_onsets"].erase("hypothesis");
  for (const auto& each : tables) {
    CAPTURE(each.first);
    std::set<std::string> names;
    for (const io::Column& column : each.second.columns())
      if (keys.count(column.name) == 0) names.insert(column.name);
    CHECK(names == documented_names.at(each.first));
  }
}

TEST_CASE("onsets have a row for each replica and ramp rate, in the order of the plan") {
  const io::Table onsets = tables_by_name().at("onsets");
  const std::size_t hypotheses = 3, layers = 2, temperatures = 3, factors = 3, replicas = 8;
  REQUIRE(onsets.rows() == hypotheses * layers * temperatures * factors * replicas);
  CHECK(texts(onsets, "hypothesis").front() == "highway");
  CHECK(texts(onsets, "hypothesis").back() == "points");
  CHECK(numbers(onsets, "metal.layers")[0] == 8);
  CHECK(numbers(onsets, "metal.layers")[temperatures * factors * replicas] == 10);
  CHECK(numbers(onsets, "temperature_K")[0] == 250);
  CHECK(numbers(onsets, "ramp_rate_factor")[0] == 1);
  CHECK(numbers(onsets, "ramp_rate_factor")[replicas] == 0.25);
  CHECK(values<std::uint64_t>(onsets, "replica")[1] == 2);
  const auto& all = test::everything();
  const auto& record = all.records.at(texts(onsets, "run")[1]);
  CHECK(values<std::uint64_t>(onsets, "seed")[1] == record.seed);
  const auto& found = std::get<ensemble::Outcome>(record.found).onsets[0];
  CHECK(numbers(onsets, "j_mA_cm2")[1] * constants::mA_per_cm2 == found.density);
  CHECK(numbers(onsets, "contact_fraction")[1] == 0.875);
  CHECK(std::isnan(numbers(onsets, "growth_j_mA_cm2")[1]));
  CHECK(texts(onsets, "growth_censored")[1].empty());
}

TEST_CASE("a failed replica and a censored one are told, and counted in their cells") {
  const auto tables = tables_by_name();
  const io::Table& onsets = tables.at("onsets");
  const std::size_t failed = 24 + 2,
                    censored = 72 + 24;  // by branch: 3 temperatures x 3 rates x 8 replicas
  CHECK(texts(onsets, "failure")[failed] == "it broke, \"twice\"");
  CHECK(texts(onsets, "ending")[failed].empty());
  CHECK(std::isnan(numbers(onsets, "j_mA_cm2")[failed]));
  CHECK(texts(onsets, "censored")[censored] == "right");
  CHECK(values<std::uint64_t>(onsets, "detected")[censored] == 0);
  CHECK_FALSE(std::isnan(numbers(onsets, "j_mA_cm2")[censored]));
  const io::Table& cells = tables.at("cells");
  REQUIRE(cells.rows() == 18);
  CHECK(values<std::uint64_t>(cells, "failed")[1] == 1);
  CHECK(values<std::uint64_t>(cells, "replicas")[1] == 7);
  CHECK(values<std::uint64_t>(cells, "censored_right")[4] == 1);
  CHECK(std::isnan(numbers(cells, "mean_ln_j")[4]));
  CHECK_FALSE(std::isnan(numbers(cells, "j_median_mA_cm2")[4]));
  CHECK(numbers(cells, "ramp_from_mA_cm2")[0] == 2e5);
}

TEST_CASE("lines, rate dependence and agreement come out as they were put in") {
  const auto tables = tables_by_name();
  const io::Table& lines = tables.at("arrhenius");
  const io::Table& hypotheses = tables.at("hypotheses");
  REQUIRE(hypotheses.rows() == 6);
  // What made_up_records puts in: 0.05 eV above the segregation energy, exponent 0.2.
  for (std::size_t row = 0; row < 6; ++row) {
    CAPTURE(row);
    const double expected = std::vector<double>{0.05, 0.05, 0.10, 0.10, 0.137, 0.137}[row];
    CHECK(numbers(hypotheses, "E_A_low_eV")[row] - 0.01 < expected);
    CHECK(numbers(hypotheses, "E_A_high_eV")[row] + 0.01 > expected);
    CHECK(numbers(hypotheses, "rate_exponent")[row] == doctest::Approx(0.2).epsilon(0.01));
  }
  CHECK(texts(hypotheses, "measured")[0] == "bare");
  CHECK(texts(hypotheses, "verdict")[0] == "not compatible at this box and ramp");
  CHECK(texts(hypotheses, "verdict")[2] == "by construction");
  CHECK(texts(hypotheses, "interval")[0] == "outside");
  CHECK(numbers(hypotheses, "measured_E_A_low_eV")[0] == 0.13);
  CHECK(texts(hypotheses, "interval")[4].empty());  // compared with points
  CHECK(numbers(hypotheses, "clock_factor_low")[4] < numbers(hypotheses, "clock_factor_high")[4]);
  CHECK(texts(hypotheses, "note")[2] == "a, \"note\"");
  CHECK(texts(lines, "detector")[0] == "voltage");
  CHECK(values<std::uint64_t>(lines, "primary")[0] == 1);
  CHECK(values<std::uint64_t>(lines, "primary")[1] == 0);
  CHECK(numbers(lines, "prefactor_mA_cm2")[0] == doctest::Approx(1e6).epsilon(0.3));
  CHECK(tables.at("differences").rows() == 4);
  CHECK(numbers(tables.at("rate"), "temperature_K").size() == 24);
}

TEST_CASE("a fit's tables name its grid, its parameter and its targets") {
  const auto tables = tables_by_name();
  const io::Table& fits = tables.at("fits");
  REQUIRE(fits.rows() == 2 * 3);
  CHECK(texts(fits, "metal.bonds_eV")[0] == "{nn1: 0, nn2: 0}");
  CHECK(texts(fits, "target") ==
        std::vector<std::string>{"range", "value", "curve", "range", "value", "curve"});
  CHECK(texts(fits, "parameter")[0] == "interface.segregation_eV");
  // E_A is the parameter plus 0.05 eV.
  CHECK(numbers(fits, "low")[1] < 0.05);
  CHECK(numbers(fits, "high")[1] > 0.05);
  const io::Table& evaluations = tables.at("fit_evaluations");
  CHECK(evaluations.rows() == test::everything().result.evaluations.size());
  CHECK(numbers(evaluations, "interface.segregation_eV")[0] >= 0);
  // at four times the rate too where there are bonds, which makes equal charge equal
  const auto factors = numbers(tables.at("fit_onsets"), "ramp_rate_factor");
  CHECK(std::count(factors.begin(), factors.end(), 1.0) ==
        static_cast<std::ptrdiff_t>(evaluations.rows()) * 3 * 8);
  CHECK(std::count(factors.begin(), factors.end(), 4.0) > 0);
  CHECK(std::count(factors.begin(), factors.end(), 0.25) == 0);
}

TEST_CASE("of a study of which nothing has been run yet tables say what is missing") {
  const auto& plan = test::everything().study.plan;
  std::map<std::string, io::Table> tables;
  for (io::Table& table : io::result_tables(plan, {}, ensemble::analyse(plan, {})))
    tables.emplace(table.name(), table);
  CHECK(tables.size() == 13);
  for (const char* name :
       {"onsets", "slopes", "differences", "prefactor", "rate", "size_currents", "fit_onsets"})
    CHECK_MESSAGE(tables.at(name).rows() == 0, name);
  const io::Table& cells = tables.at("cells");
  REQUIRE(cells.rows() == 18);
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    CHECK(values<std::uint64_t>(cells, "missing")[row] == 8);
    CHECK(values<std::uint64_t>(cells, "replicas")[row] == 0);
    CHECK(std::isnan(numbers(cells, "j_median_mA_cm2")[row]));
  }
  const io::Table& hypotheses = tables.at("hypotheses");
  REQUIRE(hypotheses.rows() == 6);
  CHECK(texts(hypotheses, "verdict") == std::vector<std::string>(6, "undecided"));
  CHECK(std::isnan(numbers(hypotheses, "E_A_eV")[0]));
  CHECK_FALSE(std::isnan(numbers(hypotheses, "E_A_theory_eV")[0]));
  CHECK(texts(tables.at("arrhenius"), "remark")[0].starts_with("fewer than two temperatures"));
  CHECK(texts(tables.at("sizes"), "remark")[0].starts_with("fewer than three sizes"));
}
