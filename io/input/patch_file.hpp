#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/side_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

/// Read the sites of a patch: CSV with the header `i,j`, one row per site of layer 0, counted in
/// primitive cells along the interface, from 0 and within the box. As Slab::number. Throws
/// InputError that starts with file:line.
[[nodiscard]] std::vector<std::uint32_t> read_patch_file(const SideFile&, const lattice::Slab&);

/// (sites per layer) The patch, from 1, on which each site lies, 0 if on none: such a file, which
/// may have a third column, `patch`. Throws as read_patch_file.
[[nodiscard]] std::vector<std::uint8_t> read_patch_map(const SideFile&, const lattice::Slab&);

/// Such a file of the sites whose class is not 0, with a third column where any is above 1.
/// REQUIRES (sites per layer) classes.
[[nodiscard]] std::string patch_text(std::span<const std::uint8_t> classes, const lattice::Slab&);

}  // namespace lacuna::io
