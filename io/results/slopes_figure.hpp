#pragma once

#include <optional>

#include "ensemble/study_result.hpp"
#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// For SVG: onset currents against 1000/T, each relative to its own fitted line in the middle, so
/// that slopes alone are left, with the measured activation energy as a wedge; a panel for each
/// measured system. Empty where no hypothesis with a line is compared with a measured energy.
[[nodiscard]] std::optional<Figure> slopes_figure(const ensemble::Plan&,
                                                  const ensemble::StudyResult&);

}  // namespace lacuna::io
