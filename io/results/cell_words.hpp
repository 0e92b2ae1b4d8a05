#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cell/imposed.hpp"
#include "cell/outcome.hpp"
#include "ensemble/cell_findings.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::io {

/// What intervals at the cell hold, as a sentence.
[[nodiscard]] std::string interval_words(const ensemble::CellPlan&);

/// A cell that keeps its contact to the end of the protocol: what it came to; empty where it does
/// not, or is not followed so far.
[[nodiscard]] std::string words_for_kept_contact(const ensemble::CellPlan&,
                                                 const ensemble::CellPrediction&);

/// Charge stripped until a moment of the protocol, less what is plated back [mAh/cm²].
[[nodiscard]] double stripped_until(const ensemble::CellPlan&, const cell::Moment&);
/// What the metal holds [mAh/cm²]: thickness [A], lattice constant [A] of bcc, one charge an atom.
[[nodiscard]] double metal_capacity(double thickness, double lattice_constant);
/// Two sentences on the hypotheses whose onset comes after more charge than the metal holds; empty
/// where there are none.
[[nodiscard]] std::string stripped_words(const ensemble::Plan&,
                                         const std::vector<ensemble::CellBranch>&);

/// z0 at a current [1/(A^2 s)] without voids.
[[nodiscard]] double fugacity_at(const cell::Outcome&, double density);
/// By the metal's own; empty without bonds, where it has none.
[[nodiscard]] std::optional<double> supersaturation(const cell::Outcome&, double fugacity);

}  // namespace lacuna::io
