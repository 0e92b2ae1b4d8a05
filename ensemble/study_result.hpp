#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/fit.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"
#include "ensemble/rate_dependence.hpp"
#include "ensemble/record.hpp"
#include "ensemble/size_law.hpp"

namespace lacuna::ensemble {

/// The replicas of one temperature of a branch at the ramp's own rate.
struct CellResult {
  CellSample sample;               ///< ln j by the primary detector
  std::optional<Estimate> mean;    ///< of ln j; empty where one is censored or there are fewer than
                                   ///< two
  std::optional<Estimate> median;  ///< of ln j, by Kaplan-Meier where some are censored; empty
                                   ///< without replicas
  int failed = 0;                  ///< replicas that could not be run, not in `sample`
  int missing = 0;                 ///< replicas that have not been run yet
  int unobserved = 0;              ///< replicas that say nothing of onset, not in `sample`
  int void_at_top = 0;  ///< replicas in `sample` that a void through the slab ended before onset
  int not_quasi_static = 0;                 ///< replicas whose lag is above 5 %
  std::optional<double> lag;                ///< mean over the replicas that have one
  std::optional<ChosenRamp> chosen;         ///< by a pilot
  std::optional<double> charge_per_e_fold;  ///< [monolayers] j^2 A_s / rate at the median, of a
                                            ///< ramp
};

/// Agreement with the branch's row of the experiment.
struct Agreement {
  EnergyComparison comparison;
  double weight = 0.0;  ///< among the branches of its grid values compared with its row, prior
                        ///< weights being equal
};

struct BranchResult {
  std::size_t branch = 0;
  std::vector<double> parameters;  ///< of a fit's evaluation
  std::vector<CellResult> cells;   ///< (temperatures) rising
  bool finished = false;           ///< nothing that was decided is missing
  SameRamp same_ramp = SameRamp::none;
  std::optional<Arrhenius> arrhenius;  ///< by the primary detector
  bool equal_charge = false;  ///< through cells that were brought to exactly the charge asked for
  std::string no_arrhenius;   ///< why there is none
  std::vector<LocalSlope> slopes;
  /// (all_detectors) By each detector; empty where it allows none.
  std::array<std::optional<Arrhenius>, interface::all_detectors.size()> by_detector;
  RateReplicas rate_replicas;
  std::optional<RateDependence> rate;
  std::optional<Agreement> agreement;
  std::optional<PrefactorProfile> profile;  ///< against measured points
  std::vector<std::string> warnings;
};

/// By how much E_A of one hypothesis exceeds another's [eV], at the same combination of grid
/// values.
struct EnergyDifference {
  std::size_t from = 0, to = 0;  ///< Plan::branches: E_A(to) - E_A(from)
  Estimate value;
  /// From the differences of replicas on the same seeds, else from both lines as independent ones.
  bool paired = false;
};

/// What branches that differ in nothing but their size say at another one.
struct SizeResult {
  std::vector<std::size_t> branches;   ///< Plan::branches
  std::optional<Extrapolation> found;  ///< its `fits` and `log_currents` are of all temperatures
  std::string why_not;                 ///< if there is none
};

struct StudyResult {
  std::vector<BranchResult> branches;         ///< (Plan::branches)
  std::vector<BranchResult> evaluations;      ///< of the fit, in the order they were made
  std::vector<FitResult> fits;                ///< branches x targets
  std::vector<EnergyDifference> differences;  ///< each hypothesis from the first, where both have a
                                              ///< line
  std::vector<SizeResult> sizes;              ///< with Plan::extrapolate
  std::vector<std::string> warnings;          ///< about the study as a whole
};

/// Everything that is concluded from what has been recorded so far: a function of both alone,
/// whatever the order in which it was found.
[[nodiscard]] StudyResult analyse(const Plan&, const Records&);

/// The tasks of the next complete round, all of which may be done at once; empty when all is done.
/// A reference comes before the pilots that need it, these before their replicas; then rounds of
/// replicas where they help most (Plan::precision), then the fit's evaluations. Depends on the
/// records alone.
[[nodiscard]] std::vector<Task> next_round(const Plan&, const Records&);

}  // namespace lacuna::ensemble
