#pragma once

#include <string>

#include "ensemble/study_result.hpp"

namespace lacuna::io {

// What text and page say of a study in sentences.

/// A hypothesis with its grid values: "coated (metal.layers 8)".
[[nodiscard]] std::string label_of(const ensemble::Plan&, std::size_t branch);
/// "0.13 to 0.15", or "0.1 +- 0.01", in eV.
[[nodiscard]] std::string measured_words(const ensemble::MeasuredEnergy&,
                                         const char* plus_minus = "+-");

/// "compatible at this box and ramp": nothing is said of a cell.
[[nodiscard]] std::string words_at_box(ensemble::Verdict);
/// "equal charge", "one rate" or "no ramp".
[[nodiscard]] const char* ramp_words(ensemble::SameRamp);

/// What came out, in one sentence.
[[nodiscard]] std::string headline(const ensemble::Plan&, const ensemble::Conclusion&);

/// Which hypotheses survive, and what would separate them, in two sentences; empty where nothing
/// was compared with a measurement.
[[nodiscard]] std::string verdict_text(const ensemble::Plan&, const ensemble::Conclusion&);

/// What was measured, and what was not, without its full stop; empty where nothing is compared.
[[nodiscard]] std::string measured_quantities_text(const ensemble::Plan&);
/// What was measured, under which ramp, and what was not; empty where nothing is compared.
[[nodiscard]] std::string measured_text(const ensemble::Plan&);

/// Why hypotheses have no E_A, those with the same reason together, a line each; empty where all
/// have one.
[[nodiscard]] std::string without_energy_text(const ensemble::Plan&, const ensemble::StudyResult&);

/// How many of the E_A of a grid would be compatible by chance; empty without a grid.
[[nodiscard]] std::string chances_text(const ensemble::StudyResult&);

/// What the absolute currents of all hypotheses mean, in two sentences; empty where none is known.
[[nodiscard]] std::string prefactor_text(const ensemble::Plan&, const ensemble::StudyResult&);

}  // namespace lacuna::io
