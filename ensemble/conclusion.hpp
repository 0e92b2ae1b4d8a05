#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "ensemble/branch_result.hpp"
#include "ensemble/separation.hpp"

namespace lacuna::ensemble {

/// What there is to say first.
enum class Headline : std::uint8_t {
  energies,       ///< nothing was compared with a measurement
  none_survives,  ///< none is compatible
  undecided,      ///< none is known to be, though some may be
  rivals,         ///< several survive beside one measurement at the same grid values
  some_survive,   ///< each beside a measurement, or at grid values, of its own
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
  std::array<std::vector<std::size_t>, all_verdicts.size()> by_verdict;  ///< of those that were
                                                                         ///< compared
  std::vector<std::size_t> survivors;  ///< that nothing excludes for certain: compatible, by
                                       ///< construction too, or so under one ramp
  std::vector<std::size_t> rivals;     ///< the most that survive beside one measurement at the same
                                       ///< grid values; one alone has no rival
  std::vector<std::size_t> unchecked;  ///< of those that need the other ramp: the rate check has
                                       ///< not been run
  std::optional<Contest> hardest;      ///< of the two rivals that are hardest to tell apart

  [[nodiscard]] const std::vector<std::size_t>& with(Verdict) const;
  [[nodiscard]] std::size_t compared() const;
};

[[nodiscard]] Conclusion conclude(const Plan&, const std::vector<BranchResult>&);

}  // namespace lacuna::ensemble
