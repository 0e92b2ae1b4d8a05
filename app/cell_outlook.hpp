#pragma once

#include <filesystem>
#include <string>

#include "ensemble/plan.hpp"

namespace lacuna::app {

/// What the cells of a study have ahead: how many they are, which sets of voids they need and how
/// many of these `cache` has already, how long the others may take on so many workers, and what is
/// known to be refused. Empty where the study has no cell. Nothing is written.
[[nodiscard]] std::string cell_outlook(const ensemble::Plan&, const std::filesystem::path& cache,
                                       int workers);

}  // namespace lacuna::app
