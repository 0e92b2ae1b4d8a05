#pragma once

#include <optional>
#include <string>

#include "cell/outcome.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::io {

/// What intervals at the cell hold, as a sentence.
[[nodiscard]] std::string interval_words(const ensemble::CellPlan&);

/// z0 at a current [1/(A^2 s)] without voids.
[[nodiscard]] double fugacity_at(const cell::Outcome&, double density);
/// By the metal's own; empty without bonds, where it has none.
[[nodiscard]] std::optional<double> supersaturation(const cell::Outcome&, double fugacity);

}  // namespace lacuna::io
