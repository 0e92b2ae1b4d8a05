#pragma once

#include <filesystem>
#include <string>

#include "ensemble/study_result.hpp"

namespace lacuna::io {

/// What is printed when a study is over: E_A of every hypothesis beside what was measured, how they
/// depend on the ramp, absolute currents, the fit, warnings, an Arrhenius plot in characters, which
/// readings survive and what would separate them, and where the files are.
[[nodiscard]] std::string study_text(const ensemble::Plan&, const ensemble::StudyResult&,
                                     const std::filesystem::path& directory);

}  // namespace lacuna::io
