#pragma once

#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_branches.hpp"

namespace lacuna::io {

// For the identity of a study: what keys that hold YAML of a form of its own come to (Tree::meaning
// in io/input/study_keys.hpp). Equal texts mean equal results.

/// What the runs of a case have in common: all that they depend on but the temperature, which is
/// the study's, and the seed, which is every replica's own.
[[nodiscard]] std::string physics_of(RunInput);
/// A branch: who it is, what it is compared with, and the physics of its case.
[[nodiscard]] std::string branch_meaning(const std::string& name, const std::string& measured,
                                         const GridPoint&, const std::string& physics);
[[nodiscard]] std::string meaning_of_keys(const std::vector<std::string>& grid_keys);
[[nodiscard]] std::string meaning_of_parameters(const std::vector<ensemble::FitParameter>&);
[[nodiscard]] std::string meaning_of_targets(const std::vector<ensemble::FitTarget>&);

}  // namespace lacuna::io
