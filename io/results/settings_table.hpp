#pragma once

#include "ensemble/plan.hpp"
#include "io/results/shown_table.hpp"

namespace lacuna::io {

/// What each hypothesis sets, as it is written in the study, and its note: a row for each that has
/// one of both. Files by their names alone, as a report is for others.
[[nodiscard]] ShownTable shown_settings(const ensemble::Plan&);

/// "interface.segregation_eV 0.087, ..."
[[nodiscard]] std::string settings_words(const ensemble::Branch&);

}  // namespace lacuna::io
