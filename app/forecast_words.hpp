#pragma once

#include <string>

#include "ensemble/run_forecast.hpp"
#include "io/results/listing.hpp"

namespace lacuna::app {

/// Selections of events that a command may try before it says what a case, or a study, takes: up to
/// half a minute.
inline constexpr std::uint64_t case_budget = 300'000'000, study_budget = 2'000'000'000;

/// What a forecast rests on: "counted in a run to its end", "from runs on ramps 16 times as fast
/// and more", ... REQUIRES a run.
[[nodiscard]] std::string basis_words(const ensemble::PointForecast&);

/// Most memory [B] that this process has had, which is that of the trials it has made.
[[nodiscard]] double peak_memory();

/// Bytes on the disk of so many samples that are like the last of a forecast's trial.
[[nodiscard]] double bytes_of(double samples, const interface::Sample& like);

}  // namespace lacuna::app
