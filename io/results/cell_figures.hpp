#pragma once

#include <vector>

#include "ensemble/cell_study.hpp"
#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// `cell`: critical currents of the cells (CellBranch::decisive) against 1000/T, with the measured
/// slope through the middle of each. `cell-contact`: the share of contact that is lost against the
/// current, at the temperature nearest 300 K; none where no cell loses contact. `cell-journey`:
/// the first void's current there and E_A on the way from the box to the cell.
[[nodiscard]] std::vector<Figure> cell_figures(const ensemble::Plan&,
                                               const std::vector<ensemble::CellBranch>&, Medium);

}  // namespace lacuna::io
