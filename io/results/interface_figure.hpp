#pragma once

#include <filesystem>
#include <optional>

#include "io/results/gnuplot.hpp"

namespace lacuna::io {

/// The interface of the run in `directory` seen from the ceramic, for SVG: vacancies of clusters
/// coloured by their height above it, single ones in layer 0 as rings. Of the stored frame nearest
/// to `time` [s], or the last if that is empty. Empty without frames. Throws InputError
/// if there is a trajectory that cannot be read.
[[nodiscard]] std::optional<Figure> interface_figure(const std::filesystem::path& directory,
                                                     std::optional<double> time);

}  // namespace lacuna::io
