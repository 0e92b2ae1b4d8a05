#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "interface/observer.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// The data of a run's report, for the page in report/, as JSON: its summary, its series thinned to
/// what a screen can show, layers and cluster sizes at some moments, and as many frames of its
/// trajectory as keep the page small. Units as in docs/outputs.md; a value that does not exist, or
/// is infinite, is null. `ending` is empty for a run that is not finished. Throws InputError if a
/// file of the run cannot be read.
[[nodiscard]] std::string run_report(const RunInput&,
                                     const std::optional<interface::Ending>& ending,
                                     const std::string& headline,
                                     const std::filesystem::path& directory);

}  // namespace lacuna::io
