#pragma once

#include <string>

#include "ensemble/study_result.hpp"

namespace lacuna::io {

// What text and page say of a study in sentences.

/// A hypothesis with its grid values: "coated (metal.layers 8)".
[[nodiscard]] std::string label_of(const ensemble::Plan&, std::size_t branch);
/// "0.13 to 0.15", or "0.1 +- 0.01".
[[nodiscard]] std::string measured_words(const ensemble::MeasuredEnergy&);

/// What came out, in one sentence.
[[nodiscard]] std::string headline(const ensemble::Plan&, const ensemble::Conclusion&);

/// Which readings survive, and what would separate them, in two sentences; empty where nothing was
/// compared with a measurement.
[[nodiscard]] std::string verdict_text(const ensemble::Plan&, const ensemble::Conclusion&);

/// What the absolute currents of all hypotheses mean, in two sentences; empty where none is known.
[[nodiscard]] std::string prefactor_text(const ensemble::Plan&, const ensemble::StudyResult&);

}  // namespace lacuna::io
