#pragma once

#include <vector>

#include "interface/case.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// Read a barrier table: CSV with the header
///
///     class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV
///
/// class is bulk, lateral, injection_up (the vacancy leaves layer 0) or injection_down; from_*
/// count the atoms around the vacancy before its hop, to_* those around the atom it changes places
/// with, both ends of the hop counted empty (nn1 in 0..7, nn2 in 0..6); barrier in 0..10 eV.
/// Whether the barriers obey detailed balance is checked by interface::validate. Throws InputError
/// that starts with file:line.
[[nodiscard]] std::vector<interface::BarrierEntry> read_barrier_table(const SideFile&);

}  // namespace lacuna::io
