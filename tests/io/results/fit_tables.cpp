#include "io/results/fit_tables.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/csv.hpp"
#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

using namespace lacuna::ensemble;

Plan plan_of_fit() {
  Plan plan;
  plan.temperatures = {280, 300};
  plan.cell = CellPlan{};
  Fit fit;
  fit.parameters = {{"interface.segregation_eV", 0.0, 0.1}};
  fit.targets = {{"slope", MeasuredEnergy{0.13, 0.15, 0.0}, {}}};
  fit.evaluations = 6;
  fit.branches = {{"fit", {}, "fit", "", "", [](std::span<const double> x) {
                     Case varied;
                     varied.ceramic.segregation = x[0];
                     return varied;
                   }}};
  plan.cell_fit = CellFit{fit, [cell = *plan.cell](std::span<const double>) { return cell; }};
  return plan;
}

CellFitted fitted_of(const Plan& plan) {
  return *fit_cells(plan, [](const Plan& one) {
    CellPredictions cells =
        test::made_up_cells(one, 0.05 + one.branches[0].vary({}).ceramic.segregation);
    if (one.branches[0].vary({}).ceramic.segregation == 0.0) test::refuse(cells, 0, "too cold");
    return std::optional(cells);
  });
}

}  // namespace

TEST_CASE("docs/outputs.md has the rows that the columns of fits at the cell say") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const std::string head = "| column | unit | meaning |\n|---|---|---|\n";
  for (const io::TableDoc& doc : io::cell_fit_docs()) {
    CAPTURE(doc.table);
    const std::size_t begin = page.find("\n## " + doc.table + ".csv\n");
    REQUIRE(begin != std::string::npos);
    const std::size_t rows = page.find(head, begin) + head.size();
    CHECK(page.substr(rows, page.find("\n\n", rows) + 1 - rows) == doc.rows);
  }
}

TEST_CASE("tables of a fit at the cell have its evaluations, refusals and values") {
  const Plan plan = plan_of_fit();
  const CellFitted found = fitted_of(plan);
  const std::string evaluations = io::csv_text(io::cell_fit_evaluations_table(plan, found));
  CHECK(evaluations.rfind("interface.segregation_eV,onset,E_A_eV,temperature_K,j_mA_cm2,refusal\n"
                          "0,contact,,280,,too cold\n",
                          0) == 0);
  const std::string fits =
      io::csv_text(io::fits_table("cell_fits", plan.cell_fit->fit, found.fits));
  CHECK(fits.find("slope,0.13,0.15,0,interface.segregation_eV,0.09") != std::string::npos);
  const io::ShownTable shown = io::shown_fits("fit at the cell", plan.cell_fit->fit, found.fits);
  REQUIRE(shown.rows.size() == 2);
  CHECK(shown.rows[0][0] == "fit at the cell");
  CHECK(shown.rows[1][3].rfind("0.0", 0) == 0);
}
