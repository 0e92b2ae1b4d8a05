#pragma once

#include <string>

#include "ensemble/run_forecast.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::app {

/// Charge, hops, time, memory and disk that a run takes, from trials of it.
[[nodiscard]] std::string cost_report(const io::RunInput&, const ensemble::PointForecast&);

}  // namespace lacuna::app
