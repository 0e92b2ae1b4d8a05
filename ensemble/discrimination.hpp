#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/words.hpp"
#include "ensemble/cell_study.hpp"

namespace lacuna::ensemble {

// Which measurement would tell the hypotheses apart that are left? Worked out at the cell: for each
// pair of rivals, what each predicts of it, and how far apart that is in terms of what predictions
// and a careful measurement leave open.

/// What can be measured on cells, or on their metal and ceramic. Currents are critical ones: of the
/// loss of contact where both of a pair have it, else of the first void where both have that, else
/// each of the onset that its cell is judged by. But for the energies they are those of a middle
/// temperature of the study; energies are through the temperatures at which both have theirs.
enum class Measurement : std::uint8_t {
  current,       ///< ln(j / (mA/cm²))
  energy,        ///< E_A [eV]
  temperatures,  ///< E_A [eV] of the colder half of the temperatures less that of the hotter
  thickness,     ///< ln j in metal a tenth as thick less ln j
  area,          ///< ln j on a hundredth of the area less ln j
  time,          ///< ln j of a protocol ten times as fast less ln j
  pressure,      ///< ln j under 10 MPa more less ln j
  diffusion,     ///< ln(D* / (cm²/s)) of a tracer in the metal
  adhesion,      ///< work of adhesion [J/m²] of metal on ceramic
};
constexpr auto words_of(Measurement) {
  return std::array{
      Word{Measurement::current, "current"},
      Word{Measurement::energy, "activation_energy"},
      Word{Measurement::temperatures, "temperature_range"},
      Word{Measurement::thickness, "thickness"},
      Word{Measurement::area, "area"},
      Word{Measurement::time, "hold_time"},
      Word{Measurement::pressure, "pressure"},
      Word{Measurement::diffusion, "tracer_diffusion"},
      Word{Measurement::adhesion, "adhesion"},
  };
}

/// What a careful measurement leaves open, one standard error: of ln j of each critical current,
/// a mean over a few cells, and of ln D*; of a work of adhesion [J/m²].
inline constexpr double ln_current_error = 0.1;
inline constexpr double ln_diffusion_error = 0.1;
inline constexpr double adhesion_error = 0.03;

/// What two hypotheses predict of one measurement.
struct Discrimination {
  Measurement measurement = Measurement::current;
  double first = 0.0, second = 0.0;  ///< in the unit of the measurement
  /// One standard error of their difference by what predictions leave open: sampling, births by
  /// `birth_factor`, and what is not known of the metal (CellPlan::prior).
  double prediction_error = 0.0;
  double measurement_error = 0.0;       ///< and by the measurement
  std::optional<CellOnset> onset = {};  ///< of both currents; empty: of none, or
  bool each_by_its_own = false;         ///< of two onsets, as there is none that both have
  /// |difference| by both errors together.
  [[nodiscard]] double ratio() const;
};

/// Two hypotheses that are compared with the same measurement at the same grid values, of which at
/// least one is not excluded at the cell.
struct CellRivals {
  std::size_t first = 0, second = 0;  ///< Plan::branches
  double thickness = 0.0;             ///< [angstrom] of the metal
  bool both_survive = false;
  std::vector<Discrimination> measurements;  ///< the one that tells most first
  struct Unknown {
    Measurement measurement;
    std::string why;
  };
  std::vector<Unknown> unknown;  ///< of which nothing is predicted
};

/// Is it not excluded by what was measured?
[[nodiscard]] bool is_left(const CellBranch&);

/// What there is to predict beside the study's own cells: those of the measurements that change the
/// cell, for every hypothesis that has a rival. Measurements, then hypotheses, then thicknesses,
/// all at the middle temperature. Empty: stopped before. Throws as predict_cells.
[[nodiscard]] std::optional<CellPredictions> predict_changed_cells(const Plan&,
                                                                   const nucleation::Cache&,
                                                                   int threads,
                                                                   const std::stop_token&);
/// How many they are.
[[nodiscard]] std::size_t changed_cells_of(const Plan&);

/// The pairs, those that both survive first. REQUIRES predictions of `predict_changed_cells`.
[[nodiscard]] std::vector<CellRivals> discriminate(const Plan&, const std::vector<CellBranch>&,
                                                   const CellPredictions& changed);

/// The measurement that tells all pairs of survivors apart best: whose least ratio over them is the
/// largest. Empty without such a pair, or where none is known of all.
struct BestMeasurement {
  Measurement measurement;
  double least_ratio;
};
[[nodiscard]] std::optional<BestMeasurement> best_measurement(const std::vector<CellRivals>&);

}  // namespace lacuna::ensemble
