#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cell/outcome.hpp"
#include "core/words.hpp"
#include "ensemble/cell_currents.hpp"
#include "ensemble/cell_spread.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"
#include "ensemble/verdict.hpp"
#include "nucleation/cache.hpp"

namespace lacuna::ensemble {

/// A hypothesis in a cell at one temperature: what the cell does, or why that is not known.
struct CellPrediction {
  std::optional<cell::Outcome> outcome;
  std::string refusal;
};

/// All of them: hypotheses, then thicknesses, then temperatures, which vary fastest.
using CellPredictions = std::vector<CellPrediction>;
[[nodiscard]] std::size_t cells_of(const Plan&);

/// How far predicting cells is.
struct CellProgress {
  enum class Stage : std::uint8_t {
    voids,  ///< sets of voids are counted, each for all cells that need it
    cells,
    fit,  ///< evaluations of it, at most so many
  };
  Stage stage;
  std::size_t done, known;
};
using CellReport = std::function<void(const CellProgress&)>;

/// Predicts every cell of a plan on so many threads, with the same bits for any number of them.
/// What the method does not hold for is refused, in its own words, and does not stop the others.
/// Empty: stopped before it was finished; voids that were counted are in the cache. Throws
/// SystemFailure. REQUIRES Plan::cell.
[[nodiscard]] std::optional<CellPredictions> predict_cells(const Plan&, const nucleation::Cache&,
                                                           int threads, const CellReport&,
                                                           const std::stop_token&);

/// What may be called the critical current of a cell.
enum class CellOnset : std::uint8_t {
  first_void,  ///< in half of nominally equal cells
  contact,     ///< CellPlan: the share of contact that counts is lost
  voltage,     ///< as the experiment sees it
};
inline constexpr std::array all_cell_onsets{CellOnset::first_void, CellOnset::contact,
                                            CellOnset::voltage};
constexpr auto words_of(CellOnset) {
  return std::array{
      Word{CellOnset::first_void, "first_void"},
      Word{CellOnset::contact, "contact"},
      Word{CellOnset::voltage, "voltage"},
  };
}

/// When it comes; null: not within the protocol.
[[nodiscard]] const cell::Moment* moment_of(const cell::Outcome&, CellOnset, const CellPlan&);

/// E_A of a critical current of the cell, −d ln j/d(1/kT), by least squares through the
/// temperatures at which it is known.
struct CellEnergy {
  /// [eV] Its interval and its error hold all of `spread`.
  std::optional<Estimate> value;
  Spread spread;  ///< [eV]
  std::size_t temperatures = 0;
  std::string remark;  ///< which temperatures are left out, or why there is no value
  std::optional<EnergyComparison> comparison;  ///< with the hypothesis' row of the experiment
  std::optional<CellCurrents> currents;        ///< with Plan::measured_points
  Verdict verdict = Verdict::undecided;        ///< on both
  [[nodiscard]] bool is_compared() const { return comparison || currents; }
  /// With that row, else with the slope of measured points; null: with none.
  [[nodiscard]] const EnergyComparison* against_slope() const;
};

/// A hypothesis in cells of one thickness.
struct CellBranch {
  std::size_t branch = 0;
  double thickness = 0.0;                    ///< [angstrom]
  std::vector<CellPrediction> temperatures;  ///< (Plan::temperatures)
  std::array<CellEnergy, all_cell_onsets.size()> energies;
  /// [eV] E_A of each step of cell::Outcome::journey, through the temperatures at which it is
  /// known; empty where those are less than two.
  std::vector<std::optional<double>> journey_energies;
  bool by_theory_alone = false;  ///< without bonds E_A follows from what was put in
  [[nodiscard]] const CellEnergy& energy(CellOnset) const;
  /// What it is judged by: the loss of contact, or the first void where that is known at more
  /// temperatures.
  [[nodiscard]] CellOnset decisive() const;
};

/// What a hypothesis is compared with; null: no energy.
[[nodiscard]] const MeasuredEnergy* measured_by(const Plan&, std::size_t branch);

/// What is concluded from predictions: by hypothesis, then thickness.
[[nodiscard]] std::vector<CellBranch> analyse_cells(const Plan&, const CellPredictions&);

}  // namespace lacuna::ensemble
