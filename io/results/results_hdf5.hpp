#pragma once

#include <filesystem>
#include <span>

#include "io/results/results_table.hpp"

namespace lacuna::io {

/// Write tables to an HDF5 file, a group for each with a one-dimensional dataset for each column:
/// float64 (not a number: no value), uint64, or UTF-8 text of variable length; attribute `units`
/// where a column has a unit. The file's bytes are a function of the tables. It is put in place
/// whole. Throws RuntimeFailure if it cannot be written, or the program has no HDF5.
void write_hdf5(const std::filesystem::path&, std::span<const Table>);

}  // namespace lacuna::io
