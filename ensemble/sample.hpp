#pragma once

#include <span>
#include <vector>

#include "interface/observer.hpp"

namespace lacuna::ensemble {

using interface::Censored;

/// What one replica tells about onset: ln j, or a bound on it.
struct Observation {
  double value = 0.0;  ///< ln(j / (1/(A^2 s))): at onset, or where what could be seen of it ended
  Censored censored = Censored::no;  ///< `left`: onset was at or below `value`; `right`: above it
};

/// The replicas of one temperature under one hypothesis.
struct CellSample {
  double temperature = 300.0;  ///< [K]
  std::vector<Observation> onsets;
};

/// ln j of replicas none of which is censored. Throws Error if one is.
[[nodiscard]] std::vector<double> exact_values(const CellSample&);
[[nodiscard]] bool any_censored(std::span<const CellSample>);
[[nodiscard]] bool any_censored(std::span<const CellSample>, Censored side);
/// What to do about replicas whose onset is above the ramp, below it, or both; `ramp`: does their
/// current rise? REQUIRES either.
[[nodiscard]] const char* way_to_onset(bool above, bool below, bool ramp = true);
/// Share of all replicas that are censored, either way; 0 for none at all.
[[nodiscard]] double censored_share(std::span<const CellSample>);
/// 1 / kT [1/eV].
[[nodiscard]] double inverse_thermal_energy(double temperature);

/// REQUIRES a value.
[[nodiscard]] double mean(std::span<const double>);
/// Of the population, estimated with n - 1. REQUIRES two values.
[[nodiscard]] double variance(std::span<const double>);

}  // namespace lacuna::ensemble
