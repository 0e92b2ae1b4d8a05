#pragma once

#include <string>
#include <vector>

#include "ensemble/discrimination.hpp"

namespace lacuna::io {

/// "thickness (a tenth)", as a reader gets it.
[[nodiscard]] std::string words_for(ensemble::Measurement);
/// The same with the onset whose currents it is of: "E_A (eV), by first void".
[[nodiscard]] std::string words_for(const ensemble::Discrimination&);
/// What a hypothesis predicts of it, in a reader's units: ratios as factors, currents in mA/cm².
[[nodiscard]] std::string predicted_text(ensemble::Measurement, double value);

/// One sentence: what would decide between the hypotheses that are left, or that there is nothing
/// to decide. Empty where there are no rivals at all.
[[nodiscard]] std::string decision_text(const std::vector<ensemble::CellRivals>&);
/// For the terminal: the best measurements for each pair, and the sentence.
[[nodiscard]] std::string discrimination_text(const ensemble::Plan&,
                                              const std::vector<ensemble::CellRivals>&);

}  // namespace lacuna::io
