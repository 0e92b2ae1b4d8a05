#include "io/results/cell_figures.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "tests/io/results/example_cells.hpp"

using namespace lacuna;
using io::Medium;

TEST_CASE(
    "critical currents of the cell are drawn with the measured slope, contact against current") {
  const auto& all = test::cells_of_everything();
  const auto figures = io::cell_figures(all.plan, all.cells.branches, Medium::svg);
  REQUIRE(figures.size() == 3);
  CHECK(figures[0].name == "cell");
  CHECK(figures[0].script.find("linespoints") != std::string::npos);
  // 0.14 eV, the middle of 0.13 to 0.15, through the middle temperature
  CHECK(figures[0].script.find("0.2 * exp(-1.62463 * (x - 3.33333))") != std::string::npos);
  CHECK(figures[1].name == "cell-contact");
  CHECK(figures[2].name == "cell-journey");
  CHECK(figures[2].script.find("set xtics ('box' 0, 'time' 1, 'cell' 2)") != std::string::npos);
  CHECK(figures[2].script.find("\n0 1e+06 0.14\n1 NaN NaN\n2 0.1 0.14\n") != std::string::npos);
  CHECK(io::cell_figures(all.plan, {}, Medium::svg).empty());
}

TEST_CASE("the figure of currents names onset and level, and an open interval has a hollow point") {
  const auto& all = test::cells_of_everything();
  const auto script_of = [&](const std::vector<ensemble::CellBranch>& branches) {
    return io::cell_figures(all.plan, branches, Medium::svg).front().script;
  };
  CHECK(script_of(all.cells.branches).find("% contact loss; bars: 95 %\"") != std::string::npos);
  auto plan = all.plan;
  plan.cell->prior.draws = 21;
  auto predictions = test::made_up_cells(plan, 0.14);
  for (std::size_t k = 0; k < 15; ++k) predictions[0].outcome->prior_shifts[k] = INFINITY;
  const std::string open =
      io::cell_figures(plan, ensemble::analyse_cells(plan, predictions), Medium::svg)
          .front()
          .script;
  CHECK(open.find("; hollow: an end of the interval is open") != std::string::npos);
  CHECK(open.find("$o0 << E\n4 ") != std::string::npos);  // 250 K alone
  CHECK(open.find(", $o0 using 1:2 with points") != std::string::npos);
  for (auto& cell : predictions)
    for (auto& loss : cell.outcome->losses) loss.when.reset();
  const std::string voids =
      io::cell_figures(plan, ensemble::analyse_cells(plan, predictions), Medium::svg)
          .front()
          .script;
  CHECK(voids.find("first void; bars: 95 %") != std::string::npos);
}

TEST_SUITE("all") {  // needs gnuplot
  TEST_CASE("gnuplot draws the figures of a cell") {
    const auto& all = test::cells_of_everything();
    for (const auto& figure : io::cell_figures(all.plan, all.cells.branches, Medium::svg))
      CHECK(io::as_svg(figure).find("<svg") != std::string::npos);
  }
}
