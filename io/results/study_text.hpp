#pragma once

#include <filesystem>
#include <string>

#include "ensemble/study_result.hpp"

namespace lacuna::io {

/// What is printed when a study is over: E_A of every hypothesis beside what was measured, how they
/// hang on the ramp, absolute currents, the fit, warnings, an Arrhenius plot in characters, which
/// readings survive and what would separate them, and where the files are.
[[nodiscard]] std::string study_text(const ensemble::Plan&, const ensemble::StudyResult&,
                                     const std::filesystem::path& directory);

/// What came out, in one sentence.
[[nodiscard]] std::string headline(const ensemble::Plan&, const ensemble::StudyResult&);

/// The last part alone: two sentences.
[[nodiscard]] std::string verdict_text(const ensemble::Plan&, const ensemble::StudyResult&);

/// What the absolute currents of all hypotheses mean, in two sentences; empty where none is known.
[[nodiscard]] std::string prefactor_text(const ensemble::Plan&, const ensemble::StudyResult&);

}  // namespace lacuna::io
