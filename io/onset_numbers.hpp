#pragma once

#include <optional>

#include "interface/onset_result.hpp"

namespace lacuna::io {

/// A number of an onset in the unit of its name.
[[nodiscard]] double told(const interface::OnsetNumber&, const interface::OnsetResult&);
/// The onset gets the number that such a one tells; 0 where none is told.
/// Throws InputError for one that cannot be.
void take(const interface::OnsetNumber&, const std::optional<double>&, interface::OnsetResult&);

}  // namespace lacuna::io
