#pragma once

#include <span>
#include <string>

#include "interface/observer.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// A finished run.
struct ComparedRun {
  std::string name;  ///< of its directory
  RunInput input;
  interface::Ending ending;
};

/// A table with a column for each run: current, charge and contact at onset by every detector that
/// applies to one of them, and how each run ended; `-` where a run has none. REQUIRES a run.
[[nodiscard]] std::string run_comparison_text(std::span<const ComparedRun>);

/// The same as CSV: `quantity`, then a column for each run.
[[nodiscard]] std::string run_comparison_csv(std::span<const ComparedRun>);

}  // namespace lacuna::io
