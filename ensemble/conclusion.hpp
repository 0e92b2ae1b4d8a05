#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ensemble/branch_result.hpp"
#include "ensemble/separation.hpp"

namespace lacuna::ensemble {

/// What there is to say first.
enum class Headline : std::uint8_t {
  energies,     ///< nothing was compared with a measurement
  none_agrees,  ///< all differ
  undecided,    ///< none agrees, though some may
  rivals,       ///< several agree with one measurement at the same grid values
  some_agree,   ///< each with a measurement, or at grid values, of its own
};

/// What follows from the verdicts on all hypotheses together. Lists are of Plan::branches, in
/// order.
struct Conclusion {
  /// Of two rivals, what tells them apart best.
  struct Contest {
    std::size_t first = 0, second = 0;
    Separation best;
  };

  Headline headline = Headline::energies;
  std::vector<std::size_t> agree, differ, undecided;  ///< of those that were compared
  std::vector<std::size_t> rivals;  ///< the most that agree with one measurement at the same grid
                                    ///< values; one alone has no rival
  std::optional<Contest> hardest;   ///< of the two rivals that are hardest to tell apart

  [[nodiscard]] std::size_t compared() const {
    return agree.size() + differ.size() + undecided.size();
  }
};

[[nodiscard]] Conclusion conclude(const Plan&, const std::vector<BranchResult>&);

}  // namespace lacuna::ensemble
