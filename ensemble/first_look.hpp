#pragma once

#include <cstdint>
#include <optional>

#include "ensemble/pilot.hpp"

namespace lacuna::ensemble {

/// Where `choose_ramp` sees onset for the first time, which it then looks at more closely: for a
/// forecast. It has `budget` selections of events, and lowers it by what it took. Empty: they are
/// too few. REQUIRES an automatic ramp and another detector than growth.
std::optional<ChosenRamp> look_for_ramp(const interface::Case&, std::optional<double> rate,
                                        std::uint64_t& budget);

}  // namespace lacuna::ensemble
