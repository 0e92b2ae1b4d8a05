#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "io/input/keys.hpp"
#include "io/input/side_files.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

// The keys of a study file, in tables of the same kind as the case file's.

/// YAML of a form of its own.
struct Tree {
  yaml::Node node;
  /// What it comes to once it is read, for the identity of the study: equal texts mean equal
  /// results. Empty: not said, so that the YAML itself counts.
  std::optional<std::string> meaning;
};

/// What the `fit` section of a study file states, or that of its cell.
struct FitKeys {
  Tree parameters, set, grid, targets;
  int replicas = 8;
  int evaluations = 12;
};

/// What the `extrapolate` section of a study file states: one of the two.
struct ExtrapolateKeys {
  std::optional<double> thickness, lateral;  ///< [angstrom]
};

/// What a study file states.
struct StudyKeys {
  StudyKeys() { plan.replicas = 0; }  // not given

  /// What keys of one value state; the rest of it follows from the others.
  ensemble::Plan plan;
  Tree base;
  std::optional<bool> rate_check;
  Tree hypotheses, grid;
  std::string experiment_file, points_file;  ///< empty: none
  std::optional<FitKeys> fit;
  std::optional<ExtrapolateKeys> extrapolate;
  std::optional<ensemble::CellPlan> cell;
  std::string cell_file;  ///< of its protocol; empty: none
  SideFiles files;        ///< these, and those of the cases
  std::optional<FitKeys> cell_fit;
};

/// One hypothesis.
struct HypothesisKeys {
  Tree set, leave_out;
  std::string measured, note;  ///< empty: not given
};

/// What a fit is to reproduce, stated by its numbers.
struct TargetKeys {
  std::optional<double> value, error, low, high;  ///< [eV]
};

using StudyKey = Key<StudyKeys>;

/// Keys of the cell that its fit may vary, beside those of the case.
inline constexpr std::array cell_parameters{"cell.flaws.radius_nm", "cell.flaws.per_cm2",
                                            "cell.pressure_MPa"};

/// The section `fit`, kept there.
[[nodiscard]] StudyKey fit_section(std::optional<FitKeys> StudyKeys::*);

[[nodiscard]] const StudyKey& study_keys();
[[nodiscard]] const Key<HypothesisKeys>& hypothesis_keys();
[[nodiscard]] const Key<TargetKeys>& target_keys();

}  // namespace lacuna::io
