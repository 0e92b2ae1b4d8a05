#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ensemble/absolute_current.hpp"
#include "ensemble/arrhenius.hpp"
#include "ensemble/cap_check.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"
#include "ensemble/rate_dependence.hpp"
#include "ensemble/record.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/verdict.hpp"

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
  int limited = 0;      ///< replicas in `sample` that `limits` ended before onset
  int not_quasi_static = 0;                 ///< replicas whose lag is above 5 %
  std::optional<double> lag;                ///< mean over the replicas that have one
  std::optional<ChosenRamp> chosen;         ///< by a pilot
  std::optional<interface::Ramp> ramp;      ///< stated, or chosen; empty: there is none (yet)
  std::optional<double> charge_per_e_fold;  ///< [monolayers] j^2 A_s / rate at the median, of a
                                            ///< ramp
  std::string failure;                      ///< why none of the replicas can be run

  /// How many replicas are censored this way?
  [[nodiscard]] std::size_t count(Censored) const;
};

struct BranchResult {
  std::size_t branch = 0;
  std::vector<double> parameters;                              ///< of a fit's evaluation
  interface::Detector primary = interface::Detector::voltage;  ///< the detector that counts
  std::vector<CellResult> cells;                               ///< (temperatures) rising
  bool finished = false;  ///< nothing that was decided is missing
  SameRamp same_ramp = SameRamp::none;
  std::optional<Arrhenius> arrhenius;  ///< by the primary detector
  bool equal_charge = false;  ///< through cells that were brought to exactly the charge asked for
  std::string no_arrhenius;   ///< why there is none
  std::optional<double> theory_energy;  ///< E_A without simulation [eV] (theory_energy())
  std::vector<LocalSlope> slopes;
  /// (all_detectors) By each detector; empty where it allows none.
  std::array<std::optional<Arrhenius>, interface::all_detectors.size()> by_detector;
  RateReplicas rate_replicas;
  std::optional<RateDependence> rate;
  std::vector<CapDifference> cap;  ///< where replicas were repeated without a cap on surface hops
  std::vector<std::string> warnings;

  // Of hypotheses alone, beside what was measured:
  std::optional<MeasuredEnergy> measured;  ///< the row of the experiment that E_A is compared with
  std::optional<EnergyComparison> comparison;  ///< of `arrhenius` with that
  std::optional<PrefactorProfile> profile;     ///< of `arrhenius` against measured points
  Verdict verdict = Verdict::undecided;        ///< at this box and ramp, not at a cell
  std::vector<std::size_t> like;  ///< Plan::experiment: rows that E_A agrees with (rows_like())
  std::optional<AbsoluteCurrent> absolute;

  /// With measured points, or through its line with a measured energy.
  [[nodiscard]] bool compared() const { return comparison || profile; }
  /// What theory alone gives says nothing of a hypothesis that was chosen for it.
  [[nodiscard]] bool by_theory_alone() const { return theory_energy.has_value(); }
  /// E_A under a convention [eV], as found or by the rate check; empty where it is not known.
  [[nodiscard]] std::optional<Estimate> energy_under(SameRamp) const;
  /// The line with that E_A, through the current of the middle temperature.
  [[nodiscard]] std::optional<Arrhenius> line_under(SameRamp) const;
};

/// What the records say of a setting by itself: all but what is said of hypotheses alone.
[[nodiscard]] BranchResult branch_result(const Plan&, const Records&, const Setting&);

}  // namespace lacuna::ensemble
