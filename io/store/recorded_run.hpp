#pragma once

#include <stop_token>

#include "interface/run.hpp"
#include "io/input/run_input.hpp"
#include "io/store/run_directory.hpp"

namespace lacuna::io {

/// Runs an input to its end, or until it is stopped, in its directory: every file but summary.json
/// is then there (docs/outputs.md). Goes on from a checkpoint if there is one. A ramp that chooses
/// itself is chosen first, and kept in ramp.json. Where onset is the growth threshold the many runs
/// of its search leave trials.csv in place of series, and start again if they are interrupted.
/// Throws what interface::run throws; on InputError the directory is as it was before.
[[nodiscard]] interface::Ending recorded_run(RunDirectory&, const RunInput&, const std::stop_token&,
                                             const interface::OnProgress& = {});

}  // namespace lacuna::io
