#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "io/input/keys.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

// The keys of a study file, in tables of the same kind as the case file's. Reading, the errors,
// `--set`, the canonical text, the JSON Schema and docs/study.md all walk them.

/// What the `fit` section of a study file states.
struct FitKeys {
  yaml::Node parameters, set, grid, targets;
  int replicas = 8;
  int evaluations = 12;
};

/// What the `extrapolate` section of a study file states: one of the two.
struct ExtrapolateKeys {
  std::optional<double> thickness, lateral;  ///< [angstrom]
};

/// What a study file states.
struct StudyKeys {
  std::string name = "study";
  yaml::Node base;
  std::vector<double> temperatures;  ///< [K]
  int replicas = 0;                  ///< 0: not given
  std::optional<ensemble::Precision> precision;
  std::uint64_t seed = 1;
  bool common_random_numbers = false;
  std::optional<bool> rate_check;
  yaml::Node hypotheses, grid;
  std::string experiment_file, points_file;  ///< empty: none
  double confidence = 0.95;
  std::optional<FitKeys> fit;
  std::optional<ExtrapolateKeys> extrapolate;
};

/// One hypothesis.
struct HypothesisKeys {
  yaml::Node set, leave_out;
  std::string measured, note;  ///< empty: not given
};

/// What a fit is to reproduce, stated by its numbers.
struct TargetKeys {
  std::optional<double> value, error, low, high;  ///< [eV]
};

// Tables whose rows store into, and read from, `values`, which must outlive them; the RunInput that
// rows are handed means nothing to them.
[[nodiscard]] Key study_keys(StudyKeys& values);
[[nodiscard]] Key hypothesis_keys(HypothesisKeys& values);
[[nodiscard]] Key target_keys(TargetKeys& values);

}  // namespace lacuna::io
