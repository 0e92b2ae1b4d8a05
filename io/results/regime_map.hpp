#pragma once

#include <optional>

#include "ensemble/study_result.hpp"
#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// E_A over the two keys of a study's `grid` that have more than one value, a panel for each
/// hypothesis: E_A, theory below it, in the colour of the measured value that it agrees
/// with. An extrapolated size (Plan::extrapolate) is one row more. For the medium
/// `svg`. Empty if there are not two such keys, or no E_A.
[[nodiscard]] std::optional<Figure> regime_map(const ensemble::Plan&, const ensemble::StudyResult&);

}  // namespace lacuna::io
