#include "app/cell_outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/status_line.hpp"
#include "ensemble/cell_forecast.hpp"
#include "io/results/byte_words.hpp"
#include "io/results/listing.hpp"

namespace lacuna::app {
namespace {

/// Moves of a cluster that a worker tries in a second, as docs/running.md has it.
constexpr double moves_per_second = 2e7;

/// Of a cell in tables, `cell.h5` and `cells.kept`: 0.5 to 1 MB with the time steps that it takes.
constexpr double bytes_of_cell = 7e5;

std::string voids_row(const ensemble::CellForecast& ahead, int workers) {
  if (ahead.sets == 0) return "none: without bonds vacancies make no voids";
  std::string text = fmt::format("{} sets, {} of them counted already", ahead.sets, ahead.counted);
  const std::size_t left = ahead.sets - ahead.counted;
  if (left == 0) return text;
  const auto together = static_cast<double>(
      std::min<std::size_t>(left, static_cast<std::size_t>(std::max(workers, 1))));
  return text + fmt::format("; the others {:.2g} moves, about {}", ahead.moves,
                            duration_text(std::ceil(ahead.moves / moves_per_second / together)));
}

}  // namespace

std::string cell_outlook(const ensemble::Plan& plan, const std::filesystem::path& cache,
                         int workers) {
  if (!plan.cell) return {};
  const auto ahead = ensemble::forecast_cells(plan, nucleation::Cache(cache));
  io::Listing table;
  table.heading("at the cell");
  table.row("cells", ahead.changed > 0 ? fmt::format("{}, and {} more for what would decide",
                                                     ahead.cells, ahead.changed)
                                       : fmt::format("{}", ahead.cells));
  table.row("voids", voids_row(ahead, workers));
  table.row("disk", fmt::format("about {}, beside that of runs",
                                io::bytes_text(bytes_of_cell * static_cast<double>(ahead.cells))));
  if (ahead.evaluations > 0)
    table.row("fit", fmt::format("{} evaluations at most, of {} cells each, with {} sets of voids "
                                 "of their own at most",
                                 ahead.evaluations, plan.temperatures.size(),
                                 2 * ahead.evaluations * plan.temperatures.size()));
  std::string text = table.text();
  for (const std::string& warning : ahead.warnings) text += fmt::format("warning: {}\n", warning);
  return text;
}

}  // namespace lacuna::app
