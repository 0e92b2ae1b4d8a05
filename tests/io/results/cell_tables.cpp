#include "io/results/cell_tables.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <variant>

#include "io/csv.hpp"
#include "tests/io/results/example_cells.hpp"

using namespace lacuna;

namespace {

std::map<std::string, io::Table> cells_by_name(
    const ensemble::Plan& plan = test::cells_of_everything().plan) {
  std::map<std::string, io::Table> map;
  for (io::Table& table : io::cell_tables(plan, test::cells_of_everything().cells.branches))
    map.emplace(table.name(), table);
  return map;
}

template <class T>
const std::vector<T>& column(const io::Table& table, const std::string& name) {
  for (const io::Column& candidate : table.columns())
    if (candidate.name == name) return std::get<std::vector<T>>(candidate.values);
  throw std::runtime_error("no column " + name + " in " + table.name());
}

std::string section_of(const std::string& table) {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const std::size_t begin = page.find("\n## " + table + ".csv\n");
  REQUIRE_MESSAGE(begin != std::string::npos, table);
  return page.substr(begin, page.find("\n## ", begin + 1) - begin) + "\n";
}

}  // namespace

TEST_CASE("docs/outputs.md has the rows that the columns of the cells' tables say") {
  const std::string head = "| column | unit | meaning |\n|---|---|---|\n";
  CHECK(io::cell_docs().size() == 5);
  for (const io::TableDoc& doc : io::cell_docs()) {
    CAPTURE(doc.table);
    const std::string section = section_of(doc.table);
    const std::size_t begin = section.find(head) + head.size();
    CHECK(section.substr(begin, section.find("\n\n", begin) + 1 - begin) == doc.rows);
  }
}

TEST_CASE("every column of the cells' tables is documented, and no other") {
  ensemble::Plan plan = test::cells_of_everything().plan;
  plan.measured_points = {{300, 1.0, 0.1}};  // which have columns of their own
  const auto tables = cells_by_name(plan);
  for (const io::TableDoc& doc : io::cell_docs()) {
    std::set<std::string> documented;
    std::istringstream lines(doc.rows);
    for (std::string line; std::getline(lines, line);) {
      const std::string names = line.substr(0, line.find('|', 1));
      for (std::size_t at = names.find('`'); at != std::string::npos;) {
        const std::size_t end = names.find('`', at + 1);
        documented.insert(names.substr(at + 1, end - at - 1));
        at = names.find('`', end + 1);
      }
    }
    std::set<std::string> there;
    for (const io::Column& each : tables.at(doc.table).columns())
      if (each.name != "metal.layers") there.insert(each.name);
    CHECK(there == documented);
  }
}

TEST_CASE(
    "currents of cells have a row for each hypothesis, thickness and temperature, in mA/cm²") {
  const io::Table currents = cells_by_name().at("cell_currents");
  REQUIRE(currents.rows() == 6 * 2 * 3);
  CHECK(column<std::string>(currents, "hypothesis").front() == "highway");
  const auto& thickness = column<double>(currents, "thickness_um");
  CHECK(thickness[0] == 10);
  CHECK(thickness[3] == 100);
  CHECK(column<double>(currents, "effective_thickness_um")[0] == 10);  // no sinks inside
  CHECK(column<double>(currents, "temperature_K")[1] == 300);
  // 1 mA/cm² at 300 K behind 1 µm, as one by the thickness.
  CHECK(column<double>(currents, "first_void_mA_cm2")[1] == doctest::Approx(0.1));
  CHECK(column<double>(currents, "first_void_5_mA_cm2")[1] == doctest::Approx(0.09));
  CHECK(column<double>(currents, "first_void_95_mA_cm2")[1] == doctest::Approx(0.11));
  CHECK(column<double>(currents, "contact_mA_cm2")[1] == doctest::Approx(0.2));
  CHECK(column<double>(currents, "contact_h")[1] == doctest::Approx(2));
  CHECK(column<double>(currents, "voltage_mA_cm2")[1] == doctest::Approx(0.3));
  CHECK(column<double>(currents, "wall_births_per_cm2_h")[1] ==
        doctest::Approx(3e-20 * 1e16 * 3600));
  CHECK(column<double>(currents, "birth_shift")[1] ==
        doctest::Approx(std::log(ensemble::birth_factor) / 31));
  CHECK(column<double>(currents, "ln_j_prior")[1] == doctest::Approx(0.62).epsilon(0.01));
  const double low = column<double>(currents, "first_void_low_mA_cm2")[1];
  const double high = column<double>(currents, "first_void_high_mA_cm2")[1];
  CHECK(low * high == doctest::Approx(0.1 * 0.1));
  CHECK(high == doctest::Approx(0.1 * std::exp(0.95 + std::log(2.0) / 31)).epsilon(0.001));
}

TEST_CASE("a refused cell has its reason, and nothing else") {
  const io::Table currents = cells_by_name().at("cell_currents");
  CHECK(column<std::string>(currents, "refusal")[0].empty());
  for (const std::size_t row : {3U, 4U, 5U, 8U}) {
    CHECK_FALSE(column<std::string>(currents, "refusal")[row].empty());
    for (const char* name : {"first_void_mA_cm2", "contact_mA_cm2", "fugacity", "relaxation_s"})
      CHECK(std::isnan(column<double>(currents, name)[row]));
  }
  const std::string csv = io::csv_text(currents);
  CHECK(csv.find("\"the wall wets, \"\"wholly\"\"\"") != std::string::npos);
}

TEST_CASE("energies of cells come out as they were put in, with what they are held against") {
  const io::Table energies = cells_by_name().at("cell_energies");
  REQUIRE(energies.rows() == 6 * 2 * 3);
  CHECK(column<std::string>(energies, "onset")[1] == "contact");
  CHECK(column<double>(energies, "E_A_eV")[1] == doctest::Approx(0.14));
  CHECK(column<double>(energies, "E_A_low_eV")[1] < 0.14);
  CHECK(column<double>(energies, "draws")[1] == 21);
  CHECK(column<double>(energies, "E_A_prior_error_eV")[1] < 1e-9);  // all temperatures alike
  CHECK(column<std::string>(energies, "interval")[1] == "inside");  // 0.13 to 0.15
  CHECK(column<std::string>(energies, "verdict")[1] == "by construction");
  CHECK(column<std::uint64_t>(energies, "temperatures")[1] == 3);
  CHECK(std::isnan(column<double>(energies, "E_A_eV")[4]));
  CHECK(column<std::string>(energies, "verdict")[4] == "undecided");
  CHECK(column<std::string>(energies, "remark")[4] ==
        "a slope needs two temperatures; nothing is known at 250, 300, 350 K");
  CHECK(column<std::string>(energies, "remark")[7] == "without 350 K");
}

TEST_CASE("courses and sizes are there for every cell that is not refused") {
  const auto tables = cells_by_name();
  const std::size_t told = 36 - 4;
  const io::Table& series = tables.at("cell_series");
  REQUIRE(series.rows() == 4 * told);
  CHECK(column<double>(series, "time_h")[1] == 2);
  CHECK(column<double>(series, "j_mA_cm2")[4 + 1] == doctest::Approx(0.2));
  CHECK(column<double>(series, "voids_per_cm2")[1] == doctest::Approx(2e4));
  CHECK(column<double>(series, "mean_radius_nm")[1] == doctest::Approx(10));
  const io::Table& sizes = tables.at("cell_sizes");
  REQUIRE(sizes.rows() == 2 * told);
  CHECK(column<double>(sizes, "born_h")[1] == 1);
  CHECK(column<double>(sizes, "voids_per_cm2")[1] == doctest::Approx(2e3));
}

TEST_CASE("the way from the box has a row for each step, with its scale and its E_A") {
  const io::Table journey = cells_by_name().at("cell_journey");
  REQUIRE(journey.rows() == 3 * (36 - 4));
  const auto& stage = column<std::string>(journey, "stage");
  CHECK(stage[0] == "box");
  CHECK(stage[1] == "time");
  CHECK(stage[2] == "cell");
  CHECK(column<double>(journey, "thickness_um")[0] == 10);
  CHECK(column<double>(journey, "metal_um")[0] == doctest::Approx(0.004));
  CHECK(column<double>(journey, "area_cm2")[2] == doctest::Approx(1));
  CHECK(column<double>(journey, "e_fold_s")[0] == doctest::Approx(1e-6));
  CHECK(std::isnan(column<double>(journey, "e_fold_s")[1]));
  const auto& current = column<double>(journey, "j_mA_cm2");
  CHECK(current[3] == doctest::Approx(1e6));  // at 300 K
  CHECK(current[5] == doctest::Approx(0.1));
  CHECK(std::isnan(current[1]));
  CHECK(column<double>(journey, "E_A_eV")[0] == doctest::Approx(0.14));
  CHECK(std::isnan(column<double>(journey, "E_A_eV")[1]));
  CHECK(column<std::string>(journey, "refusal")[1] == "not \"dilute\"");
}
