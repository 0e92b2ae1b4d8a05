#pragma once

#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "ensemble/resampling.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// A study with what was concluded from it.
struct ComparedStudy {
  const Plan& plan;
  const StudyResult& result;
};

/// Of something that both studies have, the second's minus the first's. Runs of two studies are
/// independent, but where they are the same runs: then it is exactly zero.
struct Change {
  std::string where;  ///< slug of the branch, of a current with its temperature: `bare 300 K`
  double first = 0.0, second = 0.0;
  Estimate difference;  ///< of few runs a median has a bound on one side, or none
  bool same_runs = false;
};

struct StudyComparison {
  std::vector<Change> currents;  ///< ln of medians of j_crit [1/(A^2 s)]
  std::vector<Change> energies;  ///< E_A [eV]
  /// Branches and temperatures that only one of them has, or has an estimate of.
  std::vector<std::string> only_first, only_second;
};

/// Branches are matched by their slugs, the others' order is that of the first study.
[[nodiscard]] StudyComparison compare(const ComparedStudy& first, const ComparedStudy& second);

}  // namespace lacuna::ensemble
