#pragma once

#include "io/input/study_keys.hpp"

namespace lacuna::io {

/// The section `cell` of a study: the cell that its hypotheses are evaluated at.
[[nodiscard]] StudyKey cell_section();

/// What a study says when it says no more than `cell: {}`.
[[nodiscard]] ensemble::CellPlan plain_cell();

}  // namespace lacuna::io
