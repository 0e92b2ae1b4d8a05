#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "interface/observer.hpp"
#include "io/input/run_input.hpp"
#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// The figures of a run in `directory`: overpotential with the straight line that was fitted,
/// contact fraction and largest cluster against the current (against time where it does not rise),
/// onset by each detector marked; for SVG interface_figure at onset. None before the first sample.
/// Throws InputError if a file cannot be read.
[[nodiscard]] std::vector<Figure> run_figures(const RunInput&,
                                              const std::optional<interface::Ending>&,
                                              const std::filesystem::path& directory, Medium);

}  // namespace lacuna::io
