#pragma once

#include <vector>

#include "io/side_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

/// Read the sites that are vacant at the start: CSV with the header `i,j,k`, one row per vacancy;
/// i and j count primitive cells along the interface, k layers from the ceramic, all from 0 and
/// within the slab. Throws InputError that starts with file:line.
[[nodiscard]] std::vector<lattice::Cell> read_sites_file(const SideFile&, const lattice::Slab&);

}  // namespace lacuna::io
