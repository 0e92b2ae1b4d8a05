#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/mutation.hpp"
#include "tests/validate/judge.hpp"

namespace lacuna::validate {

/// A deliberate fault, and a row that it made fail.
struct Caught {
  MutationName fault;
  std::string row;  ///< empty: none did
};

/// All that the page tells.
struct Findings {
  std::string command;
  std::uint64_t seed = 1;
  double effort = 1;
  std::vector<Outcome> outcomes;               ///< (rows)
  std::uint64_t seeds = 0;                     ///< how many, at the least effort; 0: not done
  std::vector<std::vector<double>> deviates;   ///< (rows, seeds); empty for rows that are not
                                               ///< statistical
  std::optional<std::vector<Caught>> mutants;  ///< none: not done
};

/// docs/validation.md, which shows the plots.
[[nodiscard]] std::string page(const Rows&, const Findings&, const Plots&);

/// Does everything hold: rows, normality of their z-scores, and was every fault caught?
[[nodiscard]] bool all_well(const Rows&, const Findings&);

}  // namespace lacuna::validate
