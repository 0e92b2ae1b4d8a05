#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cell/design.hpp"
#include "cell/prior.hpp"
#include "core/words.hpp"
#include "ensemble/hypotheses.hpp"
#include "interface/case.hpp"
#include "nucleation/partition.hpp"

namespace lacuna::ensemble {

using interface::Case;

/// A case for given parameters, (as many as the fit has; none for a hypothesis).
using Vary = std::function<Case(std::span<const double>)>;

/// One line of the Arrhenius plot: a hypothesis, or what a fit varies, at one combination of grid
/// values.
struct Branch {
  std::string name;               ///< of the hypothesis; of the fit
  std::vector<std::string> grid;  ///< (Plan::grid_keys) values as they were written; of a fit
                                  ///< (Fit::grid_keys)
  std::string slug;      ///< name and grid as a word for directories; no two branches share one
  std::string measured;  ///< row of the experiment to be compared with; empty: none
  std::string note;
  Vary vary;
  std::uint64_t physics = 0;  ///< hash of its case, whatever the temperature and the seed
  std::vector<std::array<std::string, 2>> set{};  ///< keys that a hypothesis sets, and their
                                                  ///< values, as they were written
};

/// Add replicas until every E_A is known this well.
struct Precision {
  double half_width = 0.003;  ///< [eV] of the interval of E_A
  int max_replicas = 200;     ///< in a cell
};

/// Which hypotheses whose current is a ramp are repeated at a quarter and at four times its rate?
enum class RateCheck : std::uint8_t {
  none,
  bonds,  ///< those with bonds, whose onset is nucleation
  all,
};

/// A row of the experiment's file: an activation energy that was measured.
struct MeasuredRow {
  std::string name;
  MeasuredEnergy energy;
};

/// What a fit is to reproduce: an activation energy, j_crit(T), or both at once.
struct FitTarget {
  std::string name;
  std::optional<MeasuredEnergy> energy;
  std::vector<MeasuredPoint> points;  ///< empty: none
};

struct FitParameter {
  std::string name;              ///< for results; what it means is the branch's business
  double low = 0.0, high = 0.0;  ///< in the unit of the parameter
};

/// Which values of one or two parameters give what was measured?
struct Fit {
  std::vector<FitParameter> parameters;  ///< one or two
  std::vector<FitTarget> targets;        ///< all served by the same evaluations
  std::vector<std::string> grid_keys;
  std::vector<Branch> branches;  ///< one per grid combination
  int replicas = 8;              ///< per temperature of an evaluation, >= 8
  int evaluations = 12;          ///< of parameter values, per branch, at most
};

/// A size that is not simulated, to which critical currents are extrapolated from branches that
/// differ in nothing but their size.
struct TargetSize {
  enum class Quantity : std::uint8_t {
    thickness,  ///< from the ceramic to the vacancy sink
    lateral,    ///< edge of a square interface
  };
  Quantity quantity = Quantity::thickness;
  double length = 0.0;                 ///< [angstrom]
  std::vector<std::size_t> grid_keys;  ///< which of Plan::grid_keys change the size, and nothing
                                       ///< else
};

/// How voids are counted for the cells of a study.
struct VoidSampling {
  std::optional<int> largest;          ///< none: that of `first`, or as many more as a cell needs
  std::optional<std::uint64_t> moves;  ///< none: those of `first`, or as many more as a set needs
  std::uint64_t most_moves = 1'600'000'000;  ///< that a set may need
  nucleation::Effort first = {};             ///< but for its seed, which is the study's
};

/// The cell that every hypothesis is evaluated at.
struct CellPlan {
  cell::Design design;                   ///< but for its thickness
  std::vector<double> thicknesses{2e6};  ///< [angstrom] of the metal, each in turn
  VoidSampling sampling;
  cell::Prior prior;    ///< of the metal, for every hypothesis
  bool journey = true;  ///< is the way there from the box worked out?
};

/// Which values of one or two parameters give a cell what was measured?
struct CellFit {
  /// Its replicas mean nothing: a cell is computed, not sampled.
  Fit fit;
  /// The cell for given parameters; what is fitted is none of what its prior does not know.
  std::function<CellPlan(std::span<const double>)> cell;
};

/// A study, read and checked: what to run and how to judge it.
struct Plan {
  std::string name;
  std::uint64_t seed = 1;
  bool common_random_numbers = false;  ///< the same seeds under every hypothesis
  std::vector<double> temperatures;    ///< [K], rising
  std::vector<std::string> grid_keys;
  std::vector<Branch> branches;  ///< the hypotheses, grid values varying fastest
  int replicas = 16;             ///< of each cell; with `precision` the first round
  std::optional<Precision> precision;
  RateCheck rate_check = RateCheck::none;
  int surface_hop_check = 0;  ///< replicas of each cell that are repeated without a cap on surface
                              ///< hops, where there is one: none, or two and more
  std::vector<MeasuredRow> experiment;
  MeasuredRamp measured_ramp = MeasuredRamp::unstated;  ///< of all that was measured
  std::vector<MeasuredPoint> measured_points;  ///< j_crit(T), for hypotheses with `measured:
                                               ///< points`
  std::optional<Fit> fit;
  std::optional<TargetSize> extrapolate;
  std::optional<CellPlan> cell;  ///< of one thickness, with `cell_fit`
  std::optional<CellFit> cell_fit;
  Confidence confidence;
};

/// Ramp rates of a rate check, relative to the ramp's own, which comes first.
inline constexpr double rate_factors[] = {1.0, 0.25, 4.0};

enum class TaskKind : std::uint8_t {
  reference,  ///< choose the rate that `auto: fixed` uses at every temperature
  pilot,      ///< choose a cell's ramp
  replica,    ///< one run
};
constexpr auto words_of(TaskKind) {
  return std::array{
      Word{TaskKind::reference, "reference"},
      Word{TaskKind::pilot, "pilot"},
      Word{TaskKind::replica, "replica"},
  };
}

/// A piece of work that any thread, rank or machine can do by itself.
struct Task {
  TaskKind kind = TaskKind::replica;
  bool fit = false;        ///< `branch` is one of the fit's
  std::size_t branch = 0;  ///< index
  std::vector<double> parameters;
  double temperature = 0.0;  ///< [K]; 0 for a reference
  double rate_factor = 1.0;
  int replica = 0;        ///< from 0
  bool uncapped = false;  ///< without the case's cap on surface hops
  friend bool operator==(const Task&, const Task&) = default;
};

[[nodiscard]] const Branch& branch_of(const Plan&, const Task&);
/// The case of a task: its branch's at its temperature, for a reference the one that its automatic
/// ramp refers to. An automatic ramp is still automatic. Throws Error for a reference without one.
[[nodiscard]] Case case_of(const Plan&, const Task&);
/// What a replica runs: with the ramp that a pilot chose in place of an automatic one, and any ramp
/// at the task's rate factor, and without a cap on surface hops where it is told so. `chosen` may
/// be null where no pilot is needed.
[[nodiscard]] Case replica_case(const Plan&, const Task&, const interface::Ramp* chosen);
/// A name that tells the task from every other of the plan: a word for directories and journals, as
/// "coated-layers-8_300K_r003", replicas from 1. After the slug come, parted by "_", the fit's
/// parameters, the temperature, a rate factor unless it is 1 ("x0.25"), "uncapped", and "r003",
/// "pilot" or "reference", with "fit-" before it for the fit's. REQUIRES slugs without "_".
[[nodiscard]] std::string id_of(const Plan&, const Task&);
/// hash64(study seed, hypothesis unless common_random_numbers, temperature, grid values,
/// parameters, replica) of their text. Replicas at other ramp rates and without a cap share it, so
/// that their differences are paired.
[[nodiscard]] std::uint64_t seed_of(const Plan&, const Task&);

}  // namespace lacuna::ensemble
