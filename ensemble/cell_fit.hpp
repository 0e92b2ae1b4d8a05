#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "ensemble/cell_study.hpp"
#include "ensemble/fit.hpp"

namespace lacuna::ensemble {

/// The cell at some values of a fit's parameters.
struct CellEvaluation {
  std::size_t branch = 0;  ///< of the fit
  std::vector<double> parameters;
  std::vector<CellPrediction> temperatures;  ///< (Plan::temperatures)
  CellOnset onset = CellOnset::contact;      ///< whose current was fitted
  std::optional<Evaluation> line;  ///< through its currents; empty where less than two are known
};

/// All that a fit at the cell found.
struct CellFitted {
  std::vector<FitResult> fits;              ///< branches x targets
  std::vector<CellEvaluation> evaluations;  ///< in the order they were made
};

/// Predicts the cells of a plan that has one hypothesis; empty: stopped, or not known.
using PredictOne = std::function<std::optional<CellPredictions>(const Plan&)>;

/// Looks for the parameters of Plan::cell_fit as a fit of direct runs does (fit.hpp): each
/// evaluation is a hypothesis at the cell, at every temperature, judged by the onset that the most
/// evaluations of its branch know, the loss of contact before the first void. Noise is that of
/// sampling voids and of a staircase's steps; births, by their factor, and what is not known of the
/// metal, draw by draw, are systematic. Empty where `predict` gave nothing. REQUIRES Plan::cell of
/// one thickness.
[[nodiscard]] std::optional<CellFitted> fit_cells(const Plan&, const PredictOne& predict);

}  // namespace lacuna::ensemble
