#pragma once

#include <string>
#include <vector>

#include "ensemble/cell_fit.hpp"
#include "io/results/result_columns.hpp"

namespace lacuna::io {

/// A row for each fitted parameter, target and combination of the fit's grid.
[[nodiscard]] Table fits_table(const std::string& name, const ensemble::Fit&,
                               const std::vector<ensemble::FitResult>&);

[[nodiscard]] ShownTable shown_fits(const std::string& title, const ensemble::Fit&,
                                    const std::vector<ensemble::FitResult>&);

/// A row for each evaluation of a fit at the cell and each temperature. REQUIRES Plan::cell_fit.
[[nodiscard]] Table cell_fit_evaluations_table(const ensemble::Plan&, const ensemble::CellFitted&);

[[nodiscard]] std::vector<TableDoc> fit_docs();
[[nodiscard]] std::vector<TableDoc> cell_fit_docs();

}  // namespace lacuna::io
