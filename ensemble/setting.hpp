#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/arrhenius.hpp"
#include "ensemble/record.hpp"
#include "ensemble/sample.hpp"

namespace lacuna::ensemble {

/// What a line of the Arrhenius plot is computed for: a hypothesis, or a fit's branch at some
/// parameters.
struct Setting {
  bool fit = false;
  std::size_t branch = 0;
  std::vector<double> parameters;
  [[nodiscard]] Task task(TaskKind, double temperature, double rate_factor = 1.0,
                          int replica = 0) const;
};

/// What a setting's current asks for.
struct RampNeeds {
  bool ramp = false;   ///< the current is a ramp and the detector watches it: rates may be compared
  bool pilot = false;  ///< which a pilot chooses for each cell
  bool reference = false;  ///< at a rate that a reference chooses for all
};
[[nodiscard]] RampNeeds ramp_needs(const Case&);
/// Are a setting's replicas repeated at other ramp rates? Its case decides.
[[nodiscard]] bool compares_rates(const Plan&, const Setting&, const Case&);
[[nodiscard]] Case case_at(const Plan&, const Setting&, double temperature);

/// Why no replica of a cell can be run: its pilot, or the reference, failed. Null: they did not.
[[nodiscard]] const Failure* cell_failure(const Plan&, const Records&, const Setting&,
                                          double temperature);

/// What a replica found; null if it failed or has not been run.
[[nodiscard]] const Outcome* outcome(const Plan&, const Records&, const Task& replica);
/// ln j of an onset, or the bound on it. Empty where the detector does not apply, or a bound says
/// nothing: above zero current.
[[nodiscard]] std::optional<Observation> observation(const interface::OnsetResult&);
[[nodiscard]] const interface::OnsetResult& onset_of(const Outcome&, interface::Detector);

/// (temperatures) Onsets of the first `counts` (temperatures) replicas that are there.
[[nodiscard]] std::vector<CellSample> samples(const Plan&, const Records&, const Setting&,
                                              const std::vector<int>& counts, interface::Detector);
/// The cells that may be part of a line: with two onsets or more.
[[nodiscard]] std::vector<CellSample> usable(const std::vector<CellSample>&);

/// Random streams of the analysis. What one estimate draws never shifts what another gets.
enum class Resampling : std::uint64_t { line = 1, slopes, mean, rate, difference, cap };
/// Of a setting (and within it of a cell, a detector, ...): a function of the plan.
[[nodiscard]] kmc::Stream resampling_stream(const Plan&, const Setting&, Resampling,
                                            std::size_t which);

/// The line through the usable of `cells`, with a setting's own resamples; throws as fit_arrhenius.
[[nodiscard]] Arrhenius line_of(const Plan&, const Setting&, const std::vector<CellSample>& cells,
                                interface::Detector, const Confidence&);

}  // namespace lacuna::ensemble
