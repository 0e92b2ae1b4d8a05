#pragma once

#include <filesystem>

#include "cell/design.hpp"

namespace lacuna::io {

/// Read the protocol of a cell: a CSV file with the header `time_h,current_mA_cm2`, two rows at
/// least, times that rise from 0, currents that are not negative. Throws InputError with file:line.
[[nodiscard]] cell::Tabulated read_protocol_file(const std::filesystem::path&);

}  // namespace lacuna::io
