#pragma once

#include <optional>
#include <vector>

#include "ensemble/study_result.hpp"
#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// Onset currents against 1000/T, with intervals, fitted lines and their bands where the medium
/// shows them. Empty if there is nothing to plot.
[[nodiscard]] std::optional<Figure> arrhenius_figure(const ensemble::Plan&,
                                                     const ensemble::StudyResult&, Medium);

/// Every figure of a study: the Arrhenius plot (in characters it is part of study_text), for SVG
/// slopes_figure and regime_map where there is one, E_A beside what was measured, and for each
/// hypothesis and combination of grid values the share of runs in contact against the current, by
/// Kaplan and Meier.
[[nodiscard]] std::vector<Figure> study_figures(const ensemble::Plan&, const ensemble::StudyResult&,
                                                Medium);

}  // namespace lacuna::io
