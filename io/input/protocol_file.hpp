#pragma once

#include "cell/design.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// Read the protocol of a cell: a CSV file with the header `time_h,current_mA_cm2`, two rows at
/// least, times that rise from 0, currents that are not negative. Throws InputError with file:line.
[[nodiscard]] cell::Tabulated read_protocol_file(const SideFile&);

}  // namespace lacuna::io
