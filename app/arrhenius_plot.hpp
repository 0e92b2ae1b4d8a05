#pragma once

#include <string>

#include "ensemble/study_result.hpp"

namespace lacuna::app {

/// ln j_crit against 1/kT in characters, by gnuplot's dumb terminal; a sentence that says so where there is no
/// gnuplot. Empty if there is nothing to plot.
[[nodiscard]] std::string arrhenius_plot(const ensemble::Plan&, const ensemble::StudyResult&);

/// The commands that gnuplot is given.
[[nodiscard]] std::string arrhenius_script(const ensemble::Plan&, const ensemble::StudyResult&);

}  // namespace lacuna::app
