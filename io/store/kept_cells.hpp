#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "ensemble/cell_study.hpp"

namespace lacuna::io {

/// Of the file in a study's directory that keeps what its cells do.
inline constexpr const char* kept_cells_name = "cells.kept";

/// Keeps predictions in a checksummed file (kmc/checkpoint.hpp), written whole. `identity`:
/// StudyInput::cell_identity. Throws SystemFailure.
void keep_cells(const std::filesystem::path& directory, std::uint64_t identity,
                const ensemble::CellPredictions&);

/// Those that are kept, where they are of this input; empty otherwise, and where the file is
/// missing or damaged: they are predicted again then.
[[nodiscard]] std::optional<ensemble::CellPredictions> kept_cells(
    const std::filesystem::path& directory, std::uint64_t identity);

}  // namespace lacuna::io
