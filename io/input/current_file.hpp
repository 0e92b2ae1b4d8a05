#pragma once

#include "interface/case.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// Read a protocol: CSV with the header `time_s,j_mA_cm2`, two rows or more, times [s]
/// rising from 0, straight lines in between; negative currents [mA/cm²] plate.
/// Throws InputError that starts with file:line.
[[nodiscard]] interface::Tabulated read_current_file(const SideFile&);

}  // namespace lacuna::io
